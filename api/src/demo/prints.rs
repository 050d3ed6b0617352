//! What a newcomer is shown.
