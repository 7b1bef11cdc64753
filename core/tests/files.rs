//! Files of a mini-program through the whole core: a program writes, reads and is refused, in WeChat's words.

mod common;

use banchan_core::superapp::DevOptions;
use common::{Bench, files};

/// Runs a script in a page; answers what it said, line by line.
fn said(bench: &Bench, script: &str) -> Vec<String> {
    let page = format!(
        "const fs = wx.getFileSystemManager(); const U = wx.env.USER_DATA_PATH;
        const say = (...x) => console.log('> ' + x.map((v) => typeof v === 'string' ? v : JSON.stringify(v)).join(' '));
        const fails = (f) => {{ try {{ f(); say('worked'); }} catch (e) {{ say(e.message); }} }};
        const call = (name, options) => new Promise((done) => fs[name]({{ ...options, complete: (res) => {{ say(res.errMsg); done(res); }} }}));
        Page({{ async onLoad() {{ try {{ {script} }} catch (e) {{ say('threw', e.message, e.stack); }} console.log('> END'); }} }});"
    );
    let program = files(&[
        ("app.json", r#"{"pages":["p"]}"#),
        ("p.wxml", "<view>x</view>"),
        ("p.js", &page),
        ("data/hello.txt", "hello"),
        ("data/empty.txt", ""),
    ]);
    bench.said(&program, DevOptions::default())
}

#[test]
fn what_is_written_is_read_in_every_encoding() {
    let bench = Bench::new();
    let script = "
        fs.writeFileSync(U + '/a.txt', 'hé中', 'utf8');
        say(fs.readFileSync(U + '/a.txt', 'utf8'), fs.readFileSync(U + '/a.txt', 'hex'), fs.readFileSync(U + '/a.txt', 'base64'));
        say(fs.readFileSync(U + '/a.txt').byteLength, new Uint8Array(fs.readFileSync(U + '/a.txt', '', 1, 2)).join());
        fs.writeFileSync(U + '/b', new Uint8Array([0, 255, 65]).buffer);
        fs.appendFileSync(U + '/b', '4242', 'hex');
        say(fs.readFileSync(U + '/b', 'hex'), fs.readFileSync(U + '/b', 'binary').length);
        const r = await call('readFile', { filePath: U + '/b', encoding: 'hex', position: 1, length: 2 });
        say(r.data);
        fs.truncateSync({ filePath: U + '/b', length: 1 });
        say(fs.readFileSync('http://usr/b', 'hex'), fs.readFileSync('/data/hello.txt', 'utf8'), fs.readFileSync('data/empty.txt', 'utf8').length);
        await call('writeFile', { filePath: U + '/c', data: 'x' });
        fs.accessSync(U + '/c');
    ";
    assert_eq!(
        said(&bench, script),
        ["hé中 68c3a9e4b8ad aMOp5Lit", "6 195,169", "00ff414242 5", "readFile:ok", "ff41", "00 hello 0", "writeFile:ok"]
    );
    assert_eq!(
        said(&bench, "say(fs.readdirSync(U)); say(fs.readFileSync(U + '/a.txt', 'utf8'));"),
        [r#"["a.txt","b","c"]"#, "hé中"],
        "it lasts"
    );
}

#[test]
fn folders_stats_and_moves() {
    let bench = Bench::new();
    let script = "
        fs.mkdirSync(U + '/d/e', true);
        fs.writeFileSync(U + '/d/e/f.txt', '12345');
        const s = fs.statSync(U + '/d/e/f.txt');
        say(s.size, s.isFile(), s.isDirectory(), Math.abs(s.lastModifiedTime - Date.now() / 1000) < 60);
        say(fs.statSync(U + '/d', true).map((x) => x.path + (x.stats.isDirectory() ? '/' : '')));
        const r = await call('stat', { path: U + '/d' });
        say(r.stats.isDirectory());
        fs.renameSync(U + '/d/e/f.txt', U + '/g.txt');
        fs.copyFileSync(U + '/g.txt', U + '/d/h.txt');
        say(fs.readdirSync(U), fs.readdirSync(U + '/d'), fs.readdirSync('/data'));
        await call('copyFile', { srcPath: 'data/hello.txt', destPath: U + '/i.txt' });
        const info = await call('getFileInfo', { filePath: U + '/i.txt', digestAlgorithm: 'sha1' });
        say(info.size, info.digest);
        const older = await wx.getFileInfo({ filePath: U + '/i.txt' });
        say(older.errMsg, older.digest);
        await call('unlink', { filePath: U + '/i.txt' });
        fs.rmdirSync(U + '/d', true);
        say(fs.readdirSync(U));
    ";
    assert_eq!(
        said(&bench, script),
        [
            "5 true false true",
            r#"["//","/e/","/e/f.txt"]"#,
            "stat:ok",
            "true",
            r#"["d","g.txt"] ["e","h.txt"] ["empty.txt","hello.txt"]"#,
            "copyFile:ok",
            "getFileInfo:ok",
            "5 aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
            "getFileInfo:ok 5d41402abc4b2a76b9719d911017c592",
            "unlink:ok",
            r#"["g.txt"]"#,
        ]
    );
}

#[test]
fn files_by_number() {
    let bench = Bench::new();
    let script = "
        const fd = fs.openSync({ filePath: U + '/a', flag: 'w+' });
        say(typeof fd, fs.writeSync({ fd, data: 'hello world' }).bytesWritten);
        const buffer = new ArrayBuffer(8);
        const read = fs.readSync({ fd, arrayBuffer: buffer, offset: 2, length: 5, position: 6 });
        say(read.bytesRead, new Uint8Array(buffer).join());
        fs.writeSync({ fd, data: new Uint8Array([72, 73, 74]).buffer, offset: 1, length: 1, position: 0 });
        fs.ftruncateSync({ fd, length: 5 });
        say(fs.fstatSync({ fd }).size, fs.readFileSync(U + '/a', 'utf8'));
        const r = await call('read', { fd, arrayBuffer: new ArrayBuffer(3), position: 1 });
        say(r.bytesRead, new Uint8Array(r.arrayBuffer).join());
        await call('close', { fd });
        fails(() => fs.closeSync({ fd }));
        fails(() => fs.openSync({ filePath: U + '/a', flag: 'wx' }));
        fails(() => fs.openSync({ filePath: U + '/none' }));
        fails(() => fs.openSync({ filePath: U + '/a', flag: 'q' }));
        fails(() => fs.openSync({ filePath: 'data/hello.txt', flag: 'w' }));
        fails(() => fs.readSync({ fd: '1', arrayBuffer: 'x' }));
        let many = 0;
        try { for (; many < 1000; many++) fs.openSync({ filePath: U + '/a' }); } catch (e) { say(many, e.message); }
    ";
    assert_eq!(
        said(&bench, script),
        [
            "string 11",
            "5 0,0,119,111,114,108,100,0",
            "5 Iello",
            "read:ok",
            "3 101,108,108",
            "close:ok",
            "closeSync:fail bad file descriptor",
            "openSync:fail file already exists, open \"wxfile://usr/a\"",
            "openSync:fail no such file or directory, open \"wxfile://usr/none\"",
            "openSync:fail Invalid argument",
            "openSync:fail permission denied, open \"data/hello.txt\"",
            "readSync:fail parameter error: parameter.arrayBuffer should be ArrayBuffer;",
            "64 openSync:fail too many open files",
        ]
    );
}

#[test]
fn what_is_refused_is_told_in_wechats_words() {
    let bench = Bench::new();
    let script = "
        fails(() => fs.readFileSync(U + '/none', 'utf8'));
        fails(() => fs.readFileSync(U + '/../x', 'utf8'));
        fails(() => fs.readFileSync('/etc/passwd', 'utf8'));
        fails(() => fs.readFileSync('file:///etc/passwd'));
        fails(() => fs.writeFileSync('data/hello.txt', 'x'));
        fails(() => fs.writeFileSync(U + '/no/x', 'x'));
        fails(() => fs.writeFileSync(U + '/x', { a: 1 }));
        fails(() => fs.writeFileSync(U + '/x', 'x', 'latin9'));
        fails(() => fs.writeFileSync());
        fails(() => fs.appendFileSync(U, 'x'));
        fails(() => fs.accessSync(U + '/none'));
        fails(() => fs.mkdirSync(U + '/a/b'));
        fs.mkdirSync(U + '/a'); fs.writeFileSync(U + '/a/b', 'x');
        fails(() => fs.mkdirSync(U + '/a'));
        fails(() => fs.rmdirSync(U + '/a'));
        fails(() => fs.unlinkSync(U + '/a'));
        fails(() => fs.readdirSync(U + '/a/b'));
        fails(() => fs.renameSync(U + '/none', U + '/y'));
        fails(() => fs.copyFileSync(U + '/none', U + '/y'));
        fails(() => fs.saveFileSync('wxfile://tmp_none'));
        fails(() => fs.readFileSync(U + '/a/b', 'utf8', 5));
        await call('removeSavedFile', { filePath: U + '/a/b' });
        await call('getFileInfo', { filePath: U + '/none' });
        await call('getFileInfo', { filePath: U + '/a/b', digestAlgorithm: 'md9' });
        const r = await call('readFile', { filePath: 3 });
        say(r.errno);
        say((await call('readFile', { filePath: U + '/none' })).errno);
        say('promise', (await fs.readFile({ filePath: U + '/a/b', encoding: 'utf8' })).data);
        say(await wx.getSavedFileList());
        await new Promise((done) => wx.getSavedFileInfo({ filePath: U + '/a/b', complete: (res) => done(say(res.size, res.errMsg)) }));
    ";
    assert_eq!(
        said(&bench, script),
        [
            "readFileSync:fail no such file or directory, open \"wxfile://usr/none\"",
            "readFileSync:fail permission denied, open \"wxfile://usr/../x\"",
            "readFileSync:fail no such file or directory, open \"/etc/passwd\"",
            "readFileSync:fail permission denied, open \"file:///etc/passwd\"",
            "writeFileSync:fail permission denied, open \"data/hello.txt\"",
            "writeFileSync:fail no such file or directory, open \"wxfile://usr/no/x\"",
            "writeFileSync:fail parameter error: parameter.data should be String instead of Object;",
            "writeFileSync:fail invalid encoding \"latin9\"",
            "writeFileSync:fail parameter error: parameter.filePath should be String instead of Undefined;",
            "appendFileSync:fail illegal operation on a directory, open \"wxfile://usr\"",
            "accessSync:fail no such file or directory wxfile://usr/none",
            "mkdirSync:fail no such file or directory wxfile://usr/a/b",
            "mkdirSync:fail file already exists wxfile://usr/a",
            "rmdirSync:fail directory not empty",
            "unlinkSync:fail operation not permitted, unlink wxfile://usr/a",
            "readdirSync:fail not a directory wxfile://usr/a/b",
            "renameSync:fail no such file or directory, rename wxfile://usr/none -> wxfile://usr/y",
            "copyFileSync:fail no such file or directory, copyFile wxfile://usr/none -> wxfile://usr/y",
            "saveFileSync:fail tempFilePath file not exist",
            "readFileSync:fail the value of \"position\" is out of range",
            "removeSavedFile:fail file not exist",
            "getFileInfo:fail file not exist",
            "getFileInfo:fail parameter error: parameter.digestAlgorithm should be md5 or sha1;",
            "readFile:fail parameter error: parameter.filePath should be String instead of Number;",
            "1001",
            "readFile:fail no such file or directory, open \"wxfile://usr/none\"",
            "1300002",
            "promise x",
            r#"{"fileList":[],"errMsg":"getSavedFileList:ok"}"#,
            "1 getSavedFileInfo:ok",
        ]
    );
}

#[test]
fn a_zip_is_unpacked_within_its_limits_and_read_entry_by_entry() {
    let zip = banchan_formats::bundle::pack(&files(&[("a.txt", "one"), ("d/b.txt", "two")]));
    let bytes: Vec<String> = zip.iter().map(u8::to_string).collect();
    let script = format!(
        "fs.writeFileSync(U + '/z.zip', new Uint8Array([{}]).buffer);
        await call('unzip', {{ zipFilePath: U + '/z.zip', targetPath: U + '/out' }});
        say(fs.readFileSync(U + '/out/d/b.txt', 'utf8'));
        const r = await call('readZipEntry', {{ filePath: U + '/z.zip', encoding: 'utf8', entries: 'all' }});
        say(r.entries['a.txt'].data, r.entries['d/b.txt'].data);
        const one = await call('readZipEntry', {{ filePath: U + '/z.zip', entries: [{{ path: 'a.txt', encoding: 'hex' }}, {{ path: 'no' }}] }});
        say(one.entries);
        await call('unzip', {{ zipFilePath: 'data/hello.txt', targetPath: U + '/out2' }});
        await call('unzip', {{ zipFilePath: U + '/none', targetPath: U + '/out2' }});
        await call('unzip', {{ zipFilePath: U + '/z.zip', targetPath: 'data' }});",
        bytes.join(",")
    );
    let bench = Bench::new();
    let said = said(&bench, &script);
    assert_eq!(said[..5], ["unzip:ok", "two", "readZipEntry:ok", "one two", "readZipEntry:ok",]);
    assert_eq!(
        said[5],
        r#"{"a.txt":{"errMsg":"readZipEntry:ok","data":"6f6e65"},"no":{"errMsg":"readZipEntry:fail no such file or directory"}}"#
    );
    assert!(said[6].starts_with("unzip:fail unzip open file fail"), "{said:?}");
    assert_eq!(said[7], "unzip:fail no such file or directory, unzip wxfile://usr/none -> wxfile://usr/out2");
    assert_eq!(said[8], "unzip:fail permission denied, unzip wxfile://usr/z.zip -> data");
}

#[test]
fn a_page_loads_own_files_as_media_only() {
    let bench = Bench::new();
    let program = files(&[
        ("app.json", r#"{"pages":["p"]}"#),
        ("p.wxml", r#"<view style="background:url({{at}}/a.png)">x</view>"#),
        (
            "p.js",
            "const fs = wx.getFileSystemManager(), at = wx.env.USER_DATA_PATH;
            Page({ data: { at }, onLoad() {
              fs.writeFileSync(at + '/a.png', '89504e470d0a1a0a', 'hex');
              fs.writeFileSync(at + '/b.png', '<html><script>alert(1)</script>');
              fs.writeFileSync(at + '/c.js', 'alert(1)');
              console.log('written');
            } })",
        ),
    ]);
    let (_, page, _) = bench.page_of(&program);
    bench.console(0, "written");
    assert!(bench.document(page).contains("url(/__banchan/file/usr/a.png)"), "{}", bench.document(page));
    let load = |name: &str| bench.app.read_asset(page, &format!("__banchan/file/usr/{name}"));
    assert_eq!(load("a.png").map(|asset| (asset.mime, asset.cache)), Some(("image/png", false)));
    for name in ["b.png", "c.js", "none.png", "../usr/a.png", ""] {
        assert_eq!(load(name), None, "{name}");
    }
}

#[test]
fn a_document_is_handed_to_the_phone_and_nothing_else_is() {
    let bench = Bench::new();
    let script = "
        fs.writeFileSync(U + '/a.pdf', '%PDF-1.7');
        fs.writeFileSync(U + '/b.html', '<script>alert(1)</script>');
        const open = async (options) => say((await new Promise((complete) => wx.openDocument({ ...options, complete }))).errMsg);
        await open({ filePath: U + '/a.pdf' });
        await open({ filePath: U + '/b.html', fileType: 'DOCX' });
        await open({ filePath: U + '/b.html' });
        await open({ filePath: U + '/none.pdf' });
        await open({ filePath: 'file:///etc/passwd', fileType: 'pdf' });
        await open({});
    ";
    assert_eq!(
        said(&bench, script),
        [
            "openDocument:ok",
            "openDocument:ok",
            "openDocument:fail filetype not supported",
            "openDocument:fail no such file or directory, open \"wxfile://usr/none.pdf\"",
            "openDocument:fail permission denied, open \"file:///etc/passwd\"",
            "openDocument:fail parameter error: parameter.filePath should be String instead of Undefined;",
        ]
    );
}
