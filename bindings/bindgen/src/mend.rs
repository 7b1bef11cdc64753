//! Mends what UniFFI 0.32 writes; it changes nothing else, and fails when UniFFI writes something else than it knows.
//! - A call that is cancelled in the very moment in which it is answered throws the answer away without freeing it, and with it a
//!   mini-program that nobody can end any more.
//! - JNA takes a thread of ours from Java's after each call into Kotlin, also after one that came while an earlier one of the same
//!   thread is not over: on a desktop that fails with a line of complaint, Android's runtime ends the app. Ours stay Java's until they end.

use camino::Utf8Path;

/// What stands there, once, and what comes before it.
struct Mend {
    file: &'static str,
    place: &'static str,
    before: &'static str,
}

const MENDS: &[Mend] = &[
    Mend {
        file: "python/banchan.py",
        place: "    finally:\n        ffi_free(rust_future)\n",
        before: r#"    except asyncio.CancelledError:
        # The answer may be there already; an error, also that there is none yet, needs nobody.
        try:
            lost = lift_func(_uniffi_rust_call_with_error(error_ffi_converter, ffi_complete, rust_future))
            if isinstance(lost, MiniSession) and not lost.resumed():
                lost.end()
        except Exception:
            pass
        raise
"#,
    },
    Mend {
        file: KOTLIN,
        place: "    } finally {\n        freeFunc(rustFuture)\n    }\n",
        before: r#"    } catch (cancelled: kotlinx.coroutines.CancellationException) {
        // The answer may be there already; an error, also that there is none yet, needs nobody.
        runCatching { liftFunc(uniffiRustCallWithError(errorHandler, { status -> completeFunc(rustFuture, status) })) }
            .onSuccess { lost -> if (lost is MiniSession) lost.use { if (!it.resumed()) it.end() } }
        throw cancelled
"#,
    },
];

const KOTLIN: &str = "kotlin/dev/banchan/core/banchan.kt";

/// What each object that is called from the library does first, and the one thing that they share.
const STAYS: &str = "        init { com.sun.jna.Native.setCallbackThreadInitializer(this, uniffiStays) }\n";
const STAYING: &str = "
/** A thread of the library that called once stays known to Java until it ends. */
private val uniffiStays = com.sun.jna.CallbackThreadInitializer(true, false)
";

/// Mends everything below the folder of all languages. Swift's calls are not cancelled before they are answered.
pub(crate) fn all(out: &Utf8Path) -> Result<(), String> {
    for mend in MENDS {
        change(&out.join(mend.file), |text| mended(text, mend))?;
    }
    change(&out.join(KOTLIN), staying)
}

fn change(path: &Utf8Path, with: impl Fn(&str) -> Result<String, String>) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    std::fs::write(path, with(&text).map_err(|why| format!("{path}: {why}"))?).map_err(|error| format!("{path}: {error}"))
}

/// Threads that call one of these objects stay Java's. There is one for each method of a host, and two for each host and two more.
fn staying(text: &str) -> Result<String, String> {
    let called = |line: &str| {
        let Some((name, kind)) = line.trim_start().strip_prefix("internal object ").and_then(|rest| rest.split_once(": Uniffi")) else {
            return false;
        };
        let known = ["CallbackInterface", "RustFutureContinuationCallback", "ForeignFutureDroppedCallback"];
        !name.contains(' ') && line.ends_with('{') && known.iter().any(|start| kind.starts_with(start))
    };
    let mut times = 0;
    let mut out = String::with_capacity(text.len() * 21 / 20);
    for line in text.lines() {
        out.push_str(line);
        out.push('\n');
        if called(line) {
            times += 1;
            out.push_str(STAYS);
        }
    }
    // Each of them is the implementation of a kind of callback that is declared once.
    let kinds = text.lines().filter(|line| line.starts_with("internal interface Uniffi") && line.contains(": com.sun.jna.Callback {"));
    let kinds = kinds.filter(|line| !line.contains("ForeignFutureComplete")).count();
    if times == 0 || times < kinds {
        return Err(format!("{times} objects for {kinds} kinds of callbacks: see bindings/bindgen/src/mend.rs for this version of UniFFI"));
    }
    Ok(out + STAYING)
}

fn mended(text: &str, mend: &Mend) -> Result<String, String> {
    match text.matches(mend.place).count() {
        1 => Ok(text.replacen(mend.place, &format!("{}{}", mend.before, mend.place), 1)),
        times => {
            Err(format!("what is to be mended stands there {times} times: see bindings/bindgen/src/mend.rs for this version of UniFFI"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_that_call_into_kotlin_stay_known_to_it() {
        let text = "internal interface UniffiCallbackInterfaceFree : com.sun.jna.Callback {\n}\n    internal object uniffiFree: UniffiCallbackInterfaceFree {\n    }\ninternal object Other {\n}\n";
        let out = staying(text).unwrap();
        assert!(out.contains(&format!("UniffiCallbackInterfaceFree {{\n{STAYS}    }}\ninternal object Other {{\n}}\n")), "{out}");
        assert!(out.ends_with(STAYING));
        assert!(staying("internal interface UniffiCallbackInterfaceFree : com.sun.jna.Callback {\n}\n").is_err());
        assert!(staying("internal object Other {\n}\n").is_err());
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let mend = Mend { file: "", place: "b\n", before: "new\n" };
        assert_eq!(mended("a\nb\nc\n", &mend).unwrap(), "a\nnew\nb\nc\n");
        assert!(mended("a\nc\n", &mend).unwrap_err().contains("0 times"));
        assert!(mended("b\nb\n", &mend).unwrap_err().contains("2 times"));
    }
}
