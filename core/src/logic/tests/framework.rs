//! App, Page, Component and Behavior.
