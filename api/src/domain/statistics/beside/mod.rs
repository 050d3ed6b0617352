//! What is read from files and stands beside the municipalities' own figures: official series as Kolada's API answers them,
//! and similar municipalities (liknande kommuner). Nothing here asks the network.

pub mod rules_official;
pub mod rules_similar;
