//! The binary `up2`: see `up2 --help`.

fn main() -> std::process::ExitCode {
    api::commands::main()
}
