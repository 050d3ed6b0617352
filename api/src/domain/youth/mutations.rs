//! Changes of a youth's data.
