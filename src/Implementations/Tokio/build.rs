//! Tells the adapter which Tokio it is linked with: what the lock file of this very build says.
use std::{env, fs, path::Path};

fn main() {
    let lock = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap()).join("Cargo.lock");
    let text = fs::read_to_string(&lock).expect("cargo writes the lock file before it runs this");
    for name in ["tokio", "futures-util"] {
        let variable = name.to_uppercase().replace('-', "_");
        println!("cargo:rustc-env={variable}_VERSION={}", version(&text, name));
    }
    println!("cargo:rerun-if-changed={}", lock.display());
}

fn version<'a>(lock: &'a str, name: &str) -> &'a str {
    let package = format!("name = \"{name}\"\nversion = \"");
    let at = lock.find(&package).expect("a dependency is in the lock file") + package.len();
    lock[at..].split('"').next().unwrap()
}
