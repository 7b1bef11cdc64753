//! The languages that a program is written in, through the whole core: TypeScript, both kinds of modules, packages, and that an error names
//! its place in the author's source.

mod common;

use common::Bench;

const APP: (&str, &str) = ("app.json", r#"{"pages":["p/a"]}"#);

#[test]
fn a_program_in_typescript_runs_as_it_is() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("app.ts", "interface Data { started: boolean }\nApp<Data>({ started: true })"),
        ("p/a.wxml", "<card label=\"{{label}}\" bindtap=\"add\"/><view bindtap=\"add\">count {{n}}</view>"),
        ("p/a.json", r#"{"usingComponents":{"card":"../c/card"}}"#),
        (
            "p/a.ts",
            "import { next, Step } from '../lib/math'\nimport type { Shape } from '../lib/none'\nenum Kind { Small = 1, Large }\nconst app = getApp<{ started: boolean }>()\nPage({ data: { n: Kind.Large as number, label: app.started ? 'on' : 'off' }, add(this: any): void { this.setData({ n: next(this.data.n, Step.By) }) } })",
        ),
        ("lib/math.ts", "export enum Step { By = 5 }\nexport function next<T extends number>(a: T, step: Step): number { return a + step }"),
        ("c/card.json", r#"{"component":true}"#),
        ("c/card.wxml", "<view>card {{label}}</view>"),
        ("c/card.ts", "Component({ properties: { label: String as StringConstructor } })"),
    ]);
    let document = bench.document(page);
    assert!(document.contains("count 2") && document.contains("card on"), "{document}\n{:#?}", bench.shell.told());
    bench.tap(page, "count 2");
    bench.patched(at, page, "count 7");
}

#[test]
fn an_error_in_typescript_names_file_line_and_column_of_the_source() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view bindtap=\"bad\">bad</view>"),
        (
            "p/a.ts",
            "import { fail } from '../lib/fail'\n\ninterface Wide {\n  a: number\n}\nPage({\n  bad() { const w: Wide = { a: 1 }; fail(w.a) } })",
        ),
        ("lib/fail.ts", "type N = number\n\n\nexport const fail = (n: N): never => {\n  let m: N = n;   throw new Error('told 1')\n}"),
    ]);
    bench.tap(page, "bad");
    assert_eq!(bench.error(at, "told 1"), ("lib/fail.ts".into(), 5, 29));
}

#[test]
fn columns_are_the_authors_also_on_the_first_line_and_behind_imports() {
    let bench = Bench::new();
    let one = "import { f } from './f'; export const g = () => { f(); f(); throw new Error('on one line') }";
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view bindtap=\"bad\">bad</view>"),
        ("p/a.js", "import { g } from './g'\nPage({ bad() { g() } })"),
        ("p/f.js", "exports.f = () => {}"),
        ("p/g.js", one),
    ]);
    bench.tap(page, "bad");
    let column = one.find("Error(").unwrap() as u32 + 1;
    assert_eq!(bench.error(at, "on one line"), ("p/g.js".into(), 1, column));
}

#[test]
fn what_does_not_parse_is_told_with_its_place() {
    let bench = Bench::new();
    let _ = bench.open(&[APP, ("p/a.wxml", "<view/>"), ("p/a.ts", "type A = {\n  b: number\n}\nPage({ data: { a: ] } })")]);
    let (path, line, _) = bench.error(0, "nexpected");
    assert_eq!((path.as_str(), line), ("p/a.ts", 4));
}

#[test]
fn a_stack_in_the_console_names_the_authors_places() {
    let bench = Bench::new();
    let one = "import { f } from './f'; Page({ onLoad() { f(); console.error(new Error('seen')) } })";
    let (_, _, at) = bench.page(&[APP, ("p/a.wxml", "<view/>"), ("p/a.js", one), ("p/f.js", "exports.f = () => {}")]);
    let column = one.find("Error(").unwrap() + 1;
    let _ = at;
    bench.console(0, &format!("(p/a.js:1:{column})"));
}

#[test]
fn modules_of_both_kinds_mix_in_one_program_and_in_one_file() {
    let bench = Bench::new();
    let (_, page, _) = bench.page(&[
        APP,
        ("p/a.wxml", "<view>{{said}}</view>"),
        (
            "p/a.js",
            "import whole, { one } from '../lib/common'\nimport own, * as all from '../lib/es'\nimport '../lib/side'\nconst { two, default: again } = require('../lib/es')\nconst sloppy = require('../lib/sloppy')\nconst mixed = require('../lib/mixed')\nimport { late } from '../lib/cycle-a'\nimport * as star from '../lib/star'\nPage({ data: { said: [whole.one, one, own(), all.two, two, again(), getApp().side, sloppy.get(), mixed.a, mixed.b, late(), star.one, star.two, typeof star.default].join() } })",
        ),
        ("app.js", "App({})"),
        ("lib/common.js", "module.exports = { one: 1 }"),
        ("lib/es.js", "export default function () { return 'd' }\nexport let two = 2"),
        ("lib/side.js", "import './common'\ngetApp().side = 's'"),
        ("lib/sloppy.js", "counter = 3\nexports.get = function () { return counter }"),
        ("lib/mixed.js", "import { one } from './common'\nconst es = require('./es')\nmodule.exports = { a: one, b: es.two }"),
        ("lib/cycle-a.js", "import { b } from './cycle-b'\nexport const a = 'a'\nexport const late = () => b()"),
        ("lib/cycle-b.js", "import { a } from './cycle-a'\nexport const b = () => a + 'b'"),
        ("lib/star.js", "export * from './common'\nexport * from './es'"),
    ]);
    let document = bench.document(page);
    assert!(document.contains("1,1,d,2,2,d,s,3,1,2,ab,1,2,undefined"), "{document}\n{:#?}", bench.shell.told());
}

#[test]
fn packages_and_short_names_are_found() {
    let bench = Bench::new();
    let (_, page, _) = bench.page(&[
        ("app.json", r#"{"pages":["sub/p/a"],"resolveAlias":{"@/*":"/*","~util":"lib/util.js"}}"#),
        ("sub/p/a.wxml", "<card/><view>{{said}}</view>"),
        ("sub/p/a.json", r#"{"usingComponents":{"card":"ui/card/index"}}"#),
        (
            "sub/p/a.js",
            "import util from '~util'\nimport { far } from '@/lib/far'\nconst pack = require('pack'), near = require('near'), deep = require('@org/deep/part'), json = require('../../lib/data.json')\nPage({ data: { said: [util, far, pack, near, deep, json.a].join() } })",
        ),
        ("lib/util.js", "module.exports = 'u'"),
        ("lib/far.js", "export const far = 'f'"),
        ("lib/data.json", "\u{feff}// of the program\n{ \"a\": 7, }"),
        ("miniprogram_npm/pack/package.json", r#"{"main":"lib/main"}"#),
        ("miniprogram_npm/pack/lib/main.js", "module.exports = 'p'"),
        ("sub/miniprogram_npm/near/index.js", "module.exports = 'n'"),
        ("miniprogram_npm/@org/deep/part.js", "module.exports = 'd'"),
        ("miniprogram_npm/ui/card/index.json", r#"{"component":true}"#),
        ("miniprogram_npm/ui/card/index.js", "Component({})"),
        ("miniprogram_npm/ui/card/index.wxml", "<view>from a package</view>"),
    ]);
    let document = bench.document(page);
    assert!(document.contains("u,f,p,n,d,7") && document.contains("from a package"), "{document}\n{:#?}", bench.shell.told());
}

#[test]
fn an_error_in_wxs_names_its_place_also_behind_a_pattern_on_the_first_line() {
    let bench = Bench::new();
    let one =
        "var p = getRegExp('\\d\\d'); module.exports = { f: function () { i = 0; return gone(p) } }; function gone(a) { return a.b.c }";
    let _ = bench.page(&[
        APP,
        ("p/a.wxml", "<wxs module=\"m\" src=\"./m.wxs\"/><view>{{m.f()}}</view>"),
        ("p/a.js", "Page({})"),
        ("p/m.wxs", one),
    ]);
    let (path, line, column) = bench.error(0, "undefined");
    let place = one.find("a.b.c").unwrap() as u32 + 1;
    assert_eq!((path.as_str(), line, column), ("p/m.wxs", 1, place));
}
