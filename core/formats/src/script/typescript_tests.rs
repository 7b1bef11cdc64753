//! What TypeScript becomes, and that its places are the author's.

use super::*;

fn script(source: &str) -> Script {
    to_commonjs("a.ts", source).unwrap_or_else(|errors| panic!("{source}: {}", errors[0]))
}

/// The place in the source of the first `what` in the code.
fn place_of(script: &Script, what: &str) -> (u32, u32) {
    let at = script.code.find(what).unwrap_or_else(|| panic!("{what}: {}", script.code));
    let (line, column) = place(&script.code, at);
    script.positions.source(line, column)
}

fn has(source: &str, parts: &[&str]) {
    let code = script(source).code;
    let flat: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(flat.contains(part), "{part}\n{code}");
    }
}

#[test]
fn types_are_taken_out_and_nothing_else_of_a_script_changes_its_meaning() {
    let source = "interface A { x: number }\ntype B = A | null\nfunction f<T extends A>(this: Page, a?: T, ...b: string[]): asserts a is T { return (a as any)!.x satisfies number }\nabstract class C<T> implements A { declare y: string; private x!: number; z = 1; abstract g(): void }\ndeclare const wx: any; let d = <T,>(a: T) => a; f(1); f(2 as const)";
    let script = script(source);
    assert!(!script.module, "{}", script.code);
    for word in ["interface", "asserts", "declare", "private", "abstract", "satisfies", "number", " as ", "implements"] {
        assert!(!script.code.contains(word), "{word}: {}", script.code);
    }
    assert!(script.code.contains("z = 1"), "{}", script.code);
}

#[test]
fn what_typescript_adds_to_the_language_becomes_plain_code() {
    has("enum E { A, B = 'b', C = 1 << 2 } f(E.C)", &["var E =", "E[\"B\"] = \"b\"", "\"C\""]);
    has("class P { constructor(private readonly a: string, public b = 1) {} }", &["this.a = a", "this.b = b"]);
    has("namespace N { export const a = 1 } f(N.a)", &["N.a = 1"]);
    has("const enum K { A = 3 } f(K.A)", &["f("]);
    has("@tag class Q { @log m(@arg x) {} }", &["decorate:function", "babelHelpers.decorate([tag]", "decorateParam(0, arg)"]);
}

#[test]
fn modules_of_typescript_are_commonjs_in_the_end() {
    has("import fs = require('./fs')\nexport = { a: fs.b }", &["require(\"./fs\")", "module.exports ="]);
    has("import { A, b } from './x'\nexport const c: A = b()", &["require(\"./x\")", "(0,_$0.b)()"]);
    let types = script(
        "import { A } from './types'\nimport type B from './b'\nexport type { C } from './c'\nexport interface D { a: A }\nlet x: B = 1",
    );
    assert!(!types.code.contains("require("), "{}", types.code);
    assert!(types.module);
    has("import './side'", &["require(\"./side\")"]);
    has("export * from './all'; export default function f(a: number) {}", &["require(\"./all\")", "function f(a)"]);
}

#[test]
fn a_place_in_the_code_leads_to_its_place_in_the_source() {
    let source = "import { go } from './go'\n\ninterface Wide {\n  x: number\n}\n\nexport function run(a: Wide): void {\n  const b: number = a.x;\n  go(b, missing)\n}\nclass C { constructor(private q: number) { boom() } }";
    let script = script(source);
    assert_eq!(place_of(&script, "missing"), (9, 9));
    assert_eq!(place_of(&script, "boom"), (11, 44));
    assert_eq!(place_of(&script, "a.x"), (8, 21));
    let decorated = super::to_commonjs("a.ts", "@tag\nclass A { m() { boom() } }").expect("a script");
    assert_eq!(place_of(&decorated, "boom"), (2, 17));
}

#[test]
fn mistakes_of_typescript_have_their_line_and_column() {
    let errors = to_commonjs("a.ts", "let a: number =\n  let b: = 1").expect_err("a mistake");
    assert_eq!(errors[0].line, 2, "{}", errors[0]);
    let errors = to_commonjs("a.ts", "type T = {\n}\nexport const a = 1;\nawait a").expect_err("a mistake");
    assert_eq!((errors[0].line, errors[0].column), (4, 1), "{}", errors[0]);
}

#[test]
fn types_alone_bring_no_module_in() {
    let source =
        "import type A from './a'\nimport b from './b'\nimport c = require('./c')\nexport type { D } from './d'\nlet e = wx.login as any";
    let found: Vec<_> = requires("x.ts", source).into_iter().map(|r| r.specifier).collect();
    assert_eq!(found, ["./b", "./c"]);
    assert_eq!(members_used("x.ts", source, "wx").len(), 1);
}

#[test]
fn nesting_of_typescript_does_not_overflow_the_native_stack() {
    let links = [
        ("let a: ", "[", "A", "]"),
        ("let a: ", "(a: ", "A", ") => B"),
        ("let a: ", "A extends B ? C : ", "D", ""),
        ("let a: ", "Array<", "A", ">"),
        ("let a: ", "{ b: ", "A", "}"),
        ("type A = ", "keyof ", "A", ""),
        ("type A = B", "[]", "", ""),
        ("a = b", " as C", "", ""),
        ("a = b", "!", "", ""),
        ("a = ", "<A>", "b", ""),
        ("", "namespace A { export ", "let b = 1", "}"),
        ("", "namespace A.", "B {}", ""),
        ("", "@a(class {", "", "}) class B {}"),
        ("a = ", "class { constructor(private a = ", "1", ") {} }"),
        ("enum A { B = ", "(", "1", ") }"),
        ("enum A { B = ", "1 + ", "1", " }"),
        ("let a: ", "typeof import('", "b", "')"),
        ("let a: `", "${`", "", "`}"),
    ];
    for (before, link, middle, after) in links {
        for count in [300, 20_000] {
            let source = format!("{before}{}{middle}{}", link.repeat(count), after.repeat(count));
            // Read or refused: what counts is that this thread is still here.
            let _ = to_commonjs("a.ts", &source);
            let _ = requires("a.ts", &format!("require;{source}"));
        }
    }
}

#[test]
fn every_cut_of_a_typescript_file_is_read_without_panic() {
    let source = "import a,{type b}from'./é';\nexport default abstract class C<T extends b=any>extends a<T>{private x?:`${T&string}`;constructor(readonly y:()=>void){super()}}\n@d enum E{A=1<<1,B='é'}declare module'm'{}export=E;namespace N.M{export let z!:b}";
    for cut in (0..=source.len()).filter(|cut| source.is_char_boundary(*cut)) {
        let _ = to_commonjs("a.ts", &source[..cut]);
        let _ = to_commonjs("a.ts", &source[cut..]);
        let _ = requires("a.ts", &source[cut..]);
    }
}

#[test]
fn an_enum_that_doubles_with_each_member_is_refused_before_it_fills_the_memory() {
    let doubling = |first: &str, next: &dyn Fn(usize) -> String| {
        let members: String = (1..60).map(|at| format!("m{at} = {},\n", next(at - 1))).collect();
        format!("enum E {{ m0 = {first},\n{members} }}\nmodule.exports = E")
    };
    let forms: [&dyn Fn(usize) -> String; 5] = [
        &|last| format!("m{last} + m{last}"),
        &|last| format!("`${{m{last}}}${{m{last}}}`"),
        &|last| format!("E.m{last} + (E['m{last}'])"),
        &|last| format!("+m{last} + m{last}"),
        &|last| format!("\"\" + m{last} + m{last}"),
    ];
    for (at, form) in forms.into_iter().enumerate() {
        // A number becomes a text beside one.
        let first = if at == 4 { "123456789" } else { "'0123456789'" };
        let errors = to_commonjs("a.ts", &doubling(first, form)).expect_err("a refusal");
        assert!(errors[0].text.contains("longer than 1 MB") && errors[0].line > 10, "{}", errors[0]);
    }
    // Numbers never grow.
    let numbers = doubling("1", &|last| format!("m{last} | m{last} + m{last}"));
    assert!(to_commonjs("a.ts", &numbers).is_ok());
    has("enum A { a = 'x', b = a + 'y' } enum B { c = A.b + 1 }", &["\"xy\"", "\"xy1\""]);
}
