//! What awaiting gives.
use serde_json::Value;

/// A value, or the text of an error.
pub type Outcome = Result<Value, String>;
