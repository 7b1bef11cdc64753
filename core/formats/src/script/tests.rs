//! What a module becomes, where errors are reported, and what a hostile file may not do.

use super::*;

/// What was put before the code, and the code.
fn parts(source: &str) -> (String, String) {
    let script = to_commonjs("a.js", source).unwrap_or_else(|errors| panic!("{source}: {}", errors[0]));
    // The last column that still is the first of the source is where the source begins.
    let width = (1..=script.code.len() as u32).rev().find(|column| script.positions.source(1, *column) == (1, 1)).unwrap_or(1) as usize - 1;
    (script.code.chars().take(width).collect(), script.code.chars().skip(width).collect())
}

/// The code behind the prologue.
fn body(source: &str) -> String {
    parts(source).1
}

fn prologue(source: &str) -> String {
    parts(source).0
}

fn error(source: &str) -> (u32, u32, String) {
    let errors = to_commonjs("a.js", source).expect_err(source);
    (errors[0].line, errors[0].column, errors[0].text.clone())
}

#[test]
fn commonjs_comes_back_untouched() {
    for source in [
        "module.exports = { a: 1 }",
        "x = 010; with (y) z // import",
        "var s = 'export default', t = a.import",
        "exports.a = require('./b')",
        "return 1 // export",
    ] {
        let script = to_commonjs("a.js", source).expect(source);
        assert_eq!((script.code.as_str(), script.positions.is_empty(), script.module), (source, true, false));
    }
}

#[test]
fn imports_are_blanked_and_their_uses_read_the_module() {
    assert_eq!(body("import a, { b as c } from './x'\nc.d(a, c)\n"), ";                              \n_$0.b.d(_$0d.default, _$0.b)\n");
    assert_eq!(body("import {\n  a\n} from 'x'; a"), ";       \n   \n            _$0.a");
    assert_eq!(
        body("import { a } from 'x'\nvar o = { a, b: a }; ({ a: o.a } = o)"),
        ";                    \nvar o = { a:_$0.a, b: _$0.a }; ({ a: o.a } = o)"
    );
    assert_eq!(body("import * as n from 'x'\nn.a()"), ";                     \nn.a()");
    assert_eq!(body("import { 'a b' as c } from 'x'\nc"), ";                             \n_$0[\"a b\"]");
    assert!(prologue("import './x'").ends_with("var _$0=require(\"./x\");"));
}

#[test]
fn a_call_of_an_import_passes_no_receiver_and_joins_no_line() {
    assert_eq!(body("import { a } from 'x'\nlet b = 1\na()"), ";                    \nlet b = 1\n;(0,_$0.a)()");
    assert_eq!(body("import { a } from 'x'\nif (b) a(); else a`x`"), ";                    \nif (b) (0,_$0.a)(); else (0,_$0.a)`x`");
    assert_eq!(body("import { a } from 'x';(a)(new a(a?.()))"), ";                     ((0,_$0.a))(new _$0.a((0,_$0.a)?.()))");
    assert_eq!(body("import { a } from 'x'; b = () => { a() }"), ";                      b = () => { ;(0,_$0.a)() }");
}

#[test]
fn a_local_name_hides_an_import() {
    let kept = "function f(a) { return a() + { a } }";
    assert!(body(&format!("import {{ a }} from 'x'\n{kept}")).ends_with(kept));
}

#[test]
fn exports_are_getters_and_declarations_stay_where_they_are() {
    let source =
        "export const { a, b: [c = 1, ...d] } = x\nexport function f() {}\nexport class K {}\nlet y; export { y as z, f as default }";
    assert_eq!(
        body(source),
        "       const { a, b: [c = 1, ...d] } = x\n       function f() {}\n       class K {}\nlet y; ;                              "
    );
    let prologue = prologue(source);
    for (name, value) in [("a", "a"), ("c", "c"), ("d", "d"), ("f", "f"), ("K", "K"), ("z", "y"), ("default", "f")] {
        assert!(prologue.contains(&format!("_$e(\"{name}\",function(){{return {value}}});")), "{name}: {prologue}");
    }
}

#[test]
fn default_exports_keep_their_kind() {
    assert_eq!(body("export default a + b"), "_$d=           a + b");
    assert_eq!(body("export default (1, 2)"), "_$d=           (1, 2)");
    assert_eq!(body("export default function () {}\nf()"), "               function  _$d() {}\nf()");
    assert_eq!(body("export default async function* f() {}"), "               async function* f() {}");
    assert_eq!(body("export default class {}\n(f)"), "_$d=           class {};\n(f)");
    assert_eq!(body("export default class A {}"), "               class A {}");
    assert_eq!(body("export /* a */ default\n// default\nx"), "_$d=                  \n// default\nx");
    assert_eq!(body("import { a } from 'x'; export default a"), ";                      _$d=           _$0.a");
}

#[test]
fn re_exports_read_through() {
    let source = "import x, { y } from './a'; export { x, y as z }; export { default as d, 'e f' as e } from './b'; export * from './c'; export * as n from './c'";
    let prologue = prologue(source);
    for part in [
        "_$e(\"x\",function(){return _$0d.default});",
        "_$e(\"z\",function(){return _$0.y});",
        "_$e(\"d\",function(){return _$1d.default});",
        "_$e(\"e\",function(){return _$1[\"e f\"]});",
        "_$e(\"n\",function(){return _$2n0});",
        "Object.keys(Object(_$2))",
    ] {
        assert!(prologue.contains(part), "{part}: {prologue}");
    }
    assert!(!prologue.contains('\n'));
}

#[test]
fn names_made_here_do_not_meet_those_of_the_file() {
    let code = to_commonjs("a.js", "import { a } from 'x'; let _$0 = a").expect("a script").code;
    let own = code.rsplit_once("= ").map_or("", |(_, own)| own);
    assert!(own.ends_with(".a") && !own.starts_with("_$0.") && code.contains("let _$0 ="), "{code}");
    assert_eq!(body("const exports = {}; export default { exports }"), "const _$exports = {}; _$d=           { exports:_$exports }");
    assert_eq!(body("export const { require = 1 } = a; require()"), "       const { require:_$require = 1 } = a; _$require()");
}

#[test]
fn modules_may_mix_both_kinds() {
    let source = "import a from './a'\nconst b = require('./b')\nmodule.exports = { a, b }";
    assert_eq!(body(source), ";                  \nconst b = require('./b')\nmodule.exports = { a:_$0d.default, b }");
}

#[test]
fn dynamic_imports_become_promises() {
    assert_eq!(body("export {}; import('./x').then(f)"), ";         ; _$m('./x').then(f)".replace(";         ;", ";         "));
    let script = to_commonjs("a.js", "import('./x')").expect("a script");
    assert!(!script.module && script.code.ends_with("_$m('./x')"));
}

#[test]
fn a_hashbang_and_a_byte_order_mark_do_not_end_up_inside_a_function() {
    assert_eq!(body("\u{feff}#!/usr/bin/env node\na"), "///usr/bin/env node\na");
    assert_eq!(body("#!x\nexport {}"), "//x\n;        ");
}

#[test]
fn syntax_errors_have_line_and_column() {
    let (line, column, _) = error("import a from 'x'\n\nlet b = ;");
    assert_eq!((line, column), (3, 9));
    let (line, column, text) = error("export const 中 = 1; await 中");
    assert_eq!((line, column), (1, 21));
    assert!(text.contains("await"));
    assert!(error("export {}; import.meta.url").2.contains("import.meta"));
    assert!(error("export { a }").2.contains('a'));
    assert!(error("export const a = 1, a = 2").2.contains('a'));
}

#[test]
fn lines_are_kept() {
    let source = "import a, {\n  b } from 'x'\r\n\nexport default\nclass {}\nexport * from\n 'y'; a(b)\n";
    let code = to_commonjs("a.js", source).expect("a script").code;
    assert_eq!(code.lines().count(), source.lines().count());
    assert!(code.lines().nth(6).is_some_and(|line| line.ends_with("(0,_$0d.default)(_$0.b)")), "{code}");
}

#[test]
fn wxs_is_strict_and_has_only_its_own_names() {
    assert_eq!(
        wxs("a.wxs", "var a = Math.max(1, getDate());module.exports = { a: a }").expect("wxs").code,
        "\"use strict\";var a = Math.max(1, getDate());module.exports = { a: a }"
    );
    for source in
        ["wx.login()", "module.exports = window", "Function('return this')()", "eval('1')", "new Promise(f)", "globalThis", "setTimeout(a)"]
    {
        let errors = wxs("a.wxs", source).expect_err(source);
        assert!(errors[0].text.contains("not a name of WXS"), "{source}: {}", errors[0]);
    }
    for source in ["with (a) {}", "export default 1", "var a = 010", "a = ;", "import('x')\nimport x from 'y'", "eval = 1"] {
        assert!(wxs("a.wxs", source).is_err(), "{source}");
    }
}

#[test]
fn a_forgotten_var_of_wxs_stays_in_its_module() {
    assert_eq!(
        wxs("a.wxs", "function f() { i = 1; return i }").expect("wxs").code,
        "\"use strict\";var i;function f() { i = 1; return i }"
    );
}

#[test]
fn requires_lists_what_is_named_by_string() {
    let source = "import a from './a'\nexport * from './b'\nconst c = require('./c'); require(d); a.require('e'); function f(require) { require('g') }";
    let found: Vec<_> = requires("a.js", source).into_iter().map(|r| (r.specifier, r.line, r.column)).collect();
    assert_eq!(found, [("./a".to_owned(), 1, 15), ("./b".to_owned(), 2, 15), ("./c".to_owned(), 3, 19)]);
}

#[test]
fn members_used_lists_uses_of_the_global_only() {
    let source = "wx.login({ success() { wx['getSystemInfo']() } })\nconst { request, showToast: t } = wx; if (wx?.canIUse) wx[x]\nfunction f(wx) { wx.no() } a.wx.no";
    let found: Vec<_> = members_used("a.js", source, "wx").into_iter().map(|m| (m.name, m.line, m.column)).collect();
    assert_eq!(
        found,
        [
            ("login".to_owned(), 1, 1),
            ("getSystemInfo".to_owned(), 1, 24),
            ("request".to_owned(), 2, 9),
            ("showToast".to_owned(), 2, 18),
            ("canIUse".to_owned(), 2, 43)
        ]
    );
}

#[test]
fn nesting_does_not_overflow_the_native_stack() {
    let links = [
        ("a=", "(", "1", ")"),
        ("a=", "function(){return ", "1", "}"),
        ("a=", "class{a=", "1", "}"),
        ("a=", "class{[", "1", "](){}}"),
        ("a=", "`${", "1", "}`"),
        ("", "if(a){", "", "}"),
        ("a=", "a?b:", "1", ""),
        ("a=", "b=>", "1", ""),
        ("a=", "a+", "1", ""),
        ("a=a", ".b", "", ""),
        ("a=a", "()", "", ""),
        ("if(a)b;", "else if(a)b;", "", ""),
        ("a=", "class extends ", "A", "{}"),
        ("a=", "new ", "a", ""),
        ("a=", "- ", "1", ""),
    ];
    for (before, link, middle, after) in links {
        for count in [5_000, 200_000] {
            let source = format!("export {{}}; wx.a;{before}{}{middle}{}", link.repeat(count), after.repeat(count));
            // Read or refused: what counts is that this thread is still here.
            let _ = to_commonjs("a.js", &source);
            let _ = wxs("a.js", &source);
            let _ = members_used("a.js", &source, "wx");
        }
    }
    assert!(error(&format!("export default {}", "(".repeat(1_000_000))).2.contains("nested too deeply"));
}

#[test]
fn a_file_cannot_make_its_own_reading_slow_or_huge() {
    let start = std::time::Instant::now();
    let name = "n".repeat(1_000_000);
    assert!(error(&format!("import {{ {name} as a }} from 'x';{}", "a;".repeat(100_000))).2.contains("too long"));
    let _ = to_commonjs("a.js", &format!("export {{}};_{}", "$".repeat(1_000_000)));
    assert_eq!(members_used("a.js", &"wx.a;".repeat(100_000), "wx").len(), 100_000);
    let _ = wxs("a.wxs", &"a;".repeat(100_000));
    let _ = to_commonjs("a.js", &format!("export {{}};{}", "await 1;".repeat(100_000)));
    // Each of these would take hours if its cost grew with the square.
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}

#[test]
fn every_cut_of_a_module_is_read_without_panic() {
    let source = "import a,{b as c}from'./é';\nexport default class extends a{x=`${c`y`}`;static{await=1}}\nexport const{d,...e}=/[/]\\//.exec(c?.());export*as f from'g'//\u{2028}";
    for cut in (0..=source.len()).filter(|cut| source.is_char_boundary(*cut)) {
        let _ = to_commonjs("a.js", &source[..cut]);
        let _ = to_commonjs("a.js", &source[cut..]);
        let _ = wxs("a.wxs", &source[..cut]);
        let _ = members_used("a.js", &source[cut..], "c");
    }
}

#[test]
fn a_backslash_in_a_wxs_pattern_reaches_the_regular_expression() {
    let made =
        wxs("a.wxs", r#"var a = getRegExp('^-?\d+(\.\d+)?$', 'g'); var b = getRegExp("\\d\"\'"); var c = '\d';"#).expect("a module").code;
    assert!(made.contains(r"getRegExp('^-?\\d+(\\.\\d+)?$', 'g')"), "{made}");
    assert!(made.contains(r#"getRegExp("\\d\"\'")"#), "{made}");
    assert!(made.contains(r"var c = '\d'"), "{made}");
}

#[test]
fn wxs_reads_the_same_as_module_and_as_script_and_reaches_no_other_file() {
    for source in ["var a = 1, b = 2;\nvar c = a <!--b;/*\nvar window = 1;/**/", "import('/x.js')", "var u = import.meta.url"] {
        assert!(wxs("a.wxs", source).is_err(), "{source}");
    }
    assert!(wxs("a.wxs", "var a = 1, b = 2; module.exports = a < !--b || '<!--'").is_ok());
}

#[test]
fn what_wxs_calls_a_regular_expression_is_not_code_where_it_runs() {
    // In a function `await` is a name, so that the function in the middle is one, and is there before anything runs.
    let hidden = "var f; f();\nawait /1;function f() { globalThis }1/\n1;";
    for source in [hidden, "class A { [await /x/]() {} }", "if (1) { await 1 }"] {
        assert!(wxs("a.wxs", source).is_err(), "{source}");
        assert!(wxs("a.sjs", source).is_err(), "{source}");
    }
    assert!(wxs("a.wxs", "module.exports = { f: async function () { await 1 }, g: async () => { await /x/ } }").is_ok());
}

#[test]
fn sjs_exports_by_default_what_templates_see() {
    let code = wxs("a/u.sjs", "import b from './b.sjs';\nfunction f(x) { return b.g(x) }\nexport default { f: f };").unwrap().code;
    assert!(code.contains("require(\"./b.sjs\")") && code.ends_with("module.exports=exports.default;"), "{code}");
    assert!(code.lines().nth(1).unwrap().starts_with("function f"), "{code}");
    assert!(wxs("a/u.sjs", "export default { f: fetch }").is_err());
    assert_eq!(wxs("a/u.sjs", "module.exports = { a: 1 }").unwrap().code, "\"use strict\";module.exports = { a: 1 }");
}
