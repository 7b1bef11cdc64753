//! The guards: each test is named for what it guarantees.

use super::*;

fn small() -> Limits {
    Limits { turn_ms: 300, ..Limits::default() }
}

fn app_with(code: &str, limits: Limits) -> (Run, Result<(), LogicError>) {
    let mut run = Run::with_limits(&[("app.js", code)], limits);
    let result = run.logic.launch("{}");
    (run, result)
}

#[test]
fn an_endless_loop_ends_the_mini_program_and_nothing_else() {
    let (mut run, result) = app_with("try { while (true) {} } catch (e) { console.log('caught') } console.log('after')", small());
    assert!(matches!(result, Err(LogicError::Dead(Death::Deadline))), "{result:?}");
    assert_eq!(run.log(), "");
    assert_eq!(run.logic.death(), Some(Death::Deadline));
    assert!(matches!(run.logic.open_page("a", "{}"), Err(LogicError::Dead(Death::Deadline))));
    run.logic.pump();
    assert!(matches!(app_with("console.log('other')", small()).1, Ok(())));
}

#[test]
fn an_endless_loop_in_a_promise_ends_too() {
    let (run, _) = app_with("Promise.resolve().then(() => { for (;;) {} })", small());
    assert_eq!(run.logic.death(), Some(Death::Deadline));
}

#[test]
fn another_thread_can_stop_a_running_script() {
    let mut run = Run::new(&[("app.js", "for (;;) {}")]);
    let stopper = run.logic.stopper();
    let watcher = std::thread::spawn(move || {
        while stopper.busy_for().is_none() {
            std::thread::yield_now();
        }
        stopper.stop();
    });
    let result = run.logic.launch("{}");
    watcher.join().expect("the watcher ends");
    assert!(matches!(result, Err(LogicError::Dead(Death::Stopped))), "{result:?}");
    assert_eq!(run.logic.stopper().busy_for(), None);
}

#[test]
fn allocating_a_gigabyte_throws_and_the_program_goes_on() {
    let run = Run::app(
        "for (const make of [() => new ArrayBuffer(1 << 30), () => 'x'.repeat(1 << 29), () => new Array(1e8).fill(1)]) {
           try { make(); console.log('made') } catch (e) { console.log(e instanceof Error) }
         }",
    );
    assert_eq!(run.log(), "true\ntrue\ntrue");
    assert!(run.logic.death().is_none());
}

#[test]
fn a_full_heap_is_an_error_of_the_program_and_the_process_lives() {
    let limits = Limits { memory_bytes: 8 << 20, ..Limits::default() };
    let (run, result) = app_with("const all = []; for (;;) all.push({ a: all.length, b: [1, 2, 3] });", limits);
    match result {
        Err(LogicError::Script(error)) => assert!(error.text.contains("memory"), "{error}"),
        other => panic!("{other:?}"),
    }
    drop(run);
}

#[test]
fn a_full_heap_that_is_caught_again_and_again_does_not_abort_when_it_ends() {
    let limits = Limits { memory_bytes: 6 << 20, turn_ms: 20_000, ..Limits::default() };
    let (run, _) = app_with(
        "for (let i = 0; i < 30; i++) { try { const a = []; for (;;) a.push(new Map([[{}, [i]]]), () => a, `${i}x`.repeat(i)); } catch (e) {} }",
        limits,
    );
    drop(run);
}

#[test]
fn a_promise_flood_ends_the_mini_program() {
    let limits = Limits { jobs_per_turn: 10_000, ..Limits::default() };
    let (run, _) = app_with("const again = () => Promise.resolve().then(again); again();", limits);
    assert_eq!(run.logic.death(), Some(Death::JobFlood));
}

#[test]
fn endless_recursion_throws() {
    let run = Run::app("const f = () => f() + 1; try { f() } catch (e) { console.log(e.name) }");
    assert!(run.log().contains("Error"), "{}", run.log());
}

#[test]
fn code_from_strings_is_closed_in_every_way() {
    let run = Run::app(
        "const tries = [
           () => eval('1'), () => (0, eval)('1'), () => new Function('return 1')(), () => Function('return 1')(),
           () => (() => {}).constructor('return 1')(), () => (async () => {}).constructor('return 1')(),
           () => (function* () {}).constructor('return 1')(), () => (async function* () {}).constructor('return 1')(),
           () => Reflect.construct(Function, ['return 1'])(), () => Object.getPrototypeOf(async function () {}).constructor('return 1')(),
           () => globalThis['ev' + 'al']('1'), () => setTimeout('1', 0),
         ];
         for (const attempt of tries) { try { attempt(); console.log('open: ' + attempt) } catch (e) {} }
         console.log(Function('return this')() === globalThis, (() => {}) instanceof Function);",
    );
    assert_eq!(run.log(), "true true");
}

#[test]
fn chains_of_iterator_helpers_cannot_overflow_the_stack() {
    let run = Run::app(
        "let it = [1].values();
         try { for (let i = 0; i < 200000; i++) it = it.map((x) => x); it.next(); console.log('ran') } catch (e) { console.log(e.name) }",
    );
    assert_eq!(run.log(), "TypeError");
}

#[test]
fn native_loops_over_claimed_lengths_are_refused() {
    let (run, result) = app_with(
        "const huge = { length: 2 ** 53 - 1 }; const sparse = []; sparse.length = 2 ** 32 - 1;
         for (const name of ['join', 'reverse', 'shift', 'splice', 'sort', 'copyWithin', 'indexOf', 'includes', 'unshift', 'fill'])
           for (const self of [huge, sparse]) { try { Array.prototype[name].call(self, 0, 1); console.log('ran ' + name) } catch (e) {} }
         try { String.raw({ raw: huge }); console.log('ran raw') } catch (e) {}
         try { String(sparse); console.log('ran toString') } catch (e) {}
         const text = 'a'.repeat(1e7); try { text.indexOf('a'.repeat(5e6) + 'b'); console.log('ran indexOf') } catch (e) {}
         console.log([3, 1, 2].sort().join(), 'abc'.split('b').join('-'));",
        Limits { turn_ms: 5_000, ..Limits::default() },
    );
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(run.log(), "1,2,3 a-c");
}

#[test]
fn a_thrown_error_has_file_line_and_column() {
    let mut run =
        Run::new(&[("app.js", "require('./lib/deep.js')"), ("lib/deep.js", "const x = 1;\n\nfunction f() {\n  null.y;\n}\nf();")]);
    match run.logic.launch("{}") {
        Err(LogicError::Script(error)) => {
            assert_eq!((error.path.as_str(), error.line), ("lib/deep.js", 4), "{error}\n{}", error.stack);
            assert_eq!(error.column, 3, "{}", error.stack);
            assert!(error.text.starts_with("TypeError"), "{error}");
            assert!(error.stack.contains("app.js:1:1"), "{}", error.stack);
            assert!(!error.stack.contains("banchan:"), "{}", error.stack);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn columns_of_the_first_line_are_those_of_the_source() {
    let mut run = Run::new(&[("app.js", "const a = 1; a.b.c;")]);
    match run.logic.launch("{}") {
        Err(LogicError::Script(error)) => assert_eq!((error.line, error.column), (1, 14), "{error}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_syntax_error_has_its_place() {
    let mut run = Run::new(&[("app.js", "const ok = 1;\nlet = = 2;")]);
    match run.logic.launch("{}") {
        Err(LogicError::Script(error)) => assert_eq!((error.path.as_str(), error.line), ("app.js", 2), "{error}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_thrown_need_not_be_an_error() {
    for (code, text) in [
        ("throw 'plain'", "plain"),
        ("throw { code: 7 }", "{\"code\":7}"),
        ("throw null", "null was thrown (the engine does that too when memory runs out)"),
        ("throw Object.create(null)", "{}"),
        ("throw { get message() { throw 1 }, toJSON() { throw 2 }, toString() { throw 3 } }", "something that can't be shown was thrown"),
        ("throw '\\ud800'", "a text that is not well-formed"),
    ] {
        match app_with(code, Limits::default()).1 {
            Err(LogicError::Script(error)) => assert_eq!(error.text, text, "{code}"),
            other => panic!("{code}: {other:?}"),
        }
    }
}

#[test]
fn a_lone_surrogate_crosses_to_the_host_as_a_replacement() {
    let run = Run::app("console.log('a\\ud800b', ['\\udfff']); wx.getLocation({ type: '\\ud83d' });");
    assert_eq!(run.log(), "a\u{fffd}b [\"\\udfff\"]");
    assert_eq!(run.host.calls.borrow()[0].0, "getLocation");
}

#[test]
fn a_poisoned_prototype_does_not_rewrite_what_crosses_to_the_host() {
    let run = Run::app(
        "Object.prototype.toJSON = () => 'bad'; Array.prototype.toJSON = () => 'bad';
         wx.getLocation({ a: [1, { b: 2 }] });
         console.log(JSON.stringify({ toJSON: () => 5 }));",
    );
    assert_eq!(run.host.calls.borrow()[0].1, json!({ "a": [1, { "b": 2 }] }));
    assert_eq!(run.log(), "5");
}

#[test]
fn a_deep_or_cyclic_argument_fails_the_call_only() {
    let run = Run::app(
        "let deep = {}; for (let i = 0; i < 100000; i++) deep = { deep };
         wx.getLocation({ deep, fail: (e) => console.log(e.errMsg.slice(0, 16)) });
         const me = {}; me.me = me;
         wx.getLocation({ me, fail: (e) => console.log(e.errMsg.slice(0, 16)) });",
    );
    assert_eq!(run.log(), "getLocation:fail\ngetLocation:fail");
    run.no_errors();
}

#[test]
fn time_and_randomness_are_the_hosts() {
    let run = Run::app(
        "console.log(Date.now(), new Date().getTime(), Math.random(), new Date(5).getTime(), new Date() instanceof Date, typeof Date());",
    );
    assert_eq!(run.log(), "1000000 1000000 0.5 5 true string");
}

#[test]
fn files_run_when_first_required_once_and_cycles_see_what_is_there() {
    let run = {
        let mut run = Run::new(&[
            (
                "app.js",
                "console.log('app'); const a = require('./a'); require('./a.js'); console.log(a.name, a.late(), typeof window, this === module.exports)",
            ),
            ("a.js", "console.log('a'); exports.name = 'a'; const b = require('./lib/b'); exports.late = () => b.seen;"),
            ("lib/b.js", "console.log('b'); exports.seen = require('../a').name; let window = 1; undeclared = 2;"),
        ]);
        run.launch();
        run
    };
    assert_eq!(run.log(), "app\na\nb\na a undefined true");
}

#[test]
fn a_missing_module_is_named_in_the_error() {
    match app_with("require('./nope')", Limits::default()).1 {
        Err(LogicError::Script(error)) => assert!(error.text.contains("./nope"), "{error}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn timers_run_in_order_by_the_hosts_clock() {
    let mut run = Run::app(
        "setTimeout((x) => console.log('b', x), 20, 7); const gone = setTimeout(() => console.log('no'), 5); clearTimeout(gone);
         setTimeout(() => { console.log('a'); setTimeout(() => console.log('c'), 0) }, 10);
         let n = 0; const id = setInterval(() => { console.log('i'); if (++n === 2) clearInterval(id) }, 15);",
    );
    assert_eq!(run.logic.next_timer(), Some(1_000_010.0));
    run.host.clock.set(1_000_012.0);
    run.logic.run_timers();
    run.host.clock.set(1_000_100.0);
    run.logic.run_timers();
    run.host.clock.set(1_000_200.0);
    run.logic.run_timers();
    assert_eq!(run.log(), "a\nc\ni\nb 7\ni");
    assert_eq!(run.logic.next_timer(), None);
    run.no_errors();
}

#[test]
fn a_rejection_nobody_caught_is_told_once_and_a_late_catch_counts() {
    let run = Run::app(
        "App({ onUnhandledRejection({ reason }) { console.log('app', reason.message) } });
         wx.onUnhandledRejection(({ reason }) => console.log('wx', reason.message));
         Promise.reject(new Error('lost'));
         const p = Promise.reject(new Error('kept')); Promise.resolve().then(() => p.catch(() => {}));",
    );
    assert_eq!(run.log(), "app lost\nwx lost");
    assert_eq!(run.host.errors.borrow().len(), 1);
}

#[test]
fn what_the_last_match_found_is_told_to_old_code_that_asks() {
    let run = Run::app(
        "let f = 'yyyy-MM'; const fill = (all, n) => String(n).slice(-all.length);
         if (/(y+)/.test(f)) f = f.replace(RegExp.$1, (all) => fill(all, 2026));
         if (/-(M+)$/.test(f)) f = f.replace(RegExp.$1, '05');
         /x/.test(f); 'ab'.match(/b/);
         console.log(f, RegExp.lastMatch, RegExp['$`'], RegExp.$2 === '')",
    );
    assert_eq!(run.log(), "2026-05 b a true");
}
