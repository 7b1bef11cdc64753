//! WebGL of programs: what crosses, what is answered without a view, and what hostile use does.

use super::*;

const CANVAS: &str =
    "const canvas = wx.createOffscreenCanvas({ type: 'webgl', width: 20, height: 10 }); const gl = canvas.getContext('webgl');";

fn page(code: &str) -> Run {
    Run::loading(&format!("{CANVAS} {code}"))
}

/// The orders but those that open the context.
fn orders(run: &Run) -> Vec<String> {
    run.drawn().iter().filter(|op| op[0] != "gl" && op[0] != "size").map(Json::to_string).collect()
}

/// A program as they all begin.
const PROGRAM: &str = "
    const make = (type, text) => { const one = gl.createShader(type); gl.shaderSource(one, text); gl.compileShader(one); return one; };
    const vs = make(gl.VERTEX_SHADER, 'attribute vec2 at; // attribute vec2 not;\\nattribute vec3 color; uniform mat4 turn; varying vec3 c; void main() { c = color; gl_Position = turn * vec4(at, 0., 1.); }');
    const fs = make(gl.FRAGMENT_SHADER, 'precision mediump float; varying vec3 c; uniform highp float much, list[3]; uniform sampler2D map; void main() { gl_FragColor = vec4(c * much, 1.); }');
    const program = gl.createProgram(); gl.attachShader(program, vs); gl.attachShader(program, fs); gl.bindAttribLocation(program, 3, 'color'); gl.linkProgram(program); gl.useProgram(program);";

#[test]
fn orders_cross_with_objects_as_numbers_and_bytes_as_text() {
    let run = page(
        "const b = gl.createBuffer(); gl.bindBuffer(gl.ARRAY_BUFFER, b); gl.bufferData(gl.ARRAY_BUFFER, new Uint8Array([1, 2, 3]), gl.STATIC_DRAW);
         gl.bufferData(gl.ARRAY_BUFFER, 12, gl.STATIC_DRAW); gl.vertexAttribPointer(0, 2, gl.FLOAT, 0, 8, 0); gl.clearColor(1, 0.5, NaN, 1); gl.clear(gl.COLOR_BUFFER_BIT);
         const t = gl.createTexture(); gl.bindTexture(gl.TEXTURE_2D, t);
         gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array([255, 0, 0, 255]));
         gl.drawArrays(gl.TRIANGLES, 0, 3); gl.deleteBuffer(b); gl.deleteBuffer(b); gl.bindBuffer(gl.ARRAY_BUFFER, null);",
    );
    assert_eq!(
        orders(&run),
        [
            r#"["+","B",1]"#,
            r#"["bindBuffer",34962,1]"#,
            r#"["bufferData",34962,"AQID",35044]"#,
            r#"["bufferData",34962,12,35044]"#,
            r#"["vertexAttribPointer",0,2,5126,false,8,0]"#,
            r#"["clearColor",1,0.5,0,1]"#,
            r#"["frame"]"#,
            r#"["clear",16384]"#,
            r#"["+","T",2]"#,
            r#"["bindTexture",3553,2]"#,
            r#"["texImage2D",3553,0,6408,1,1,0,6408,5121,"/wAA/w=="]"#,
            r#"["drawArrays",4,0,3]"#,
            r#"["-",1]"#,
            r#"["bindBuffer",34962,0]"#,
        ]
    );
    run.no_errors();
}

#[test]
fn without_a_view_a_program_gets_the_least_that_the_standard_promises() {
    let run = page(&format!(
        "{PROGRAM}
         console.log(gl.getShaderParameter(vs, gl.COMPILE_STATUS), gl.getProgramParameter(program, gl.LINK_STATUS), gl.getShaderInfoLog(fs) === '', gl.getError());
         console.log(gl.getAttribLocation(program, 'at'), gl.getAttribLocation(program, 'color'), gl.getAttribLocation(program, 'not'));
         console.log(gl.getUniformLocation(program, 'turn') !== null, gl.getUniformLocation(program, 'much') !== null, gl.getUniformLocation(program, 'list[2]') !== null, gl.getUniformLocation(program, 'none'));
         const info = gl.getActiveUniform(program, 0); console.log(info.name, info.size, info.type === gl.FLOAT_MAT4, gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS));
         console.log(gl.getParameter(gl.MAX_TEXTURE_SIZE), gl.getParameter(gl.MAX_VIEWPORT_DIMS).join(), gl.getParameter(gl.VERSION), gl.getShaderPrecisionFormat(gl.VERTEX_SHADER, gl.HIGH_FLOAT).precision);
         console.log(gl.checkFramebufferStatus(gl.FRAMEBUFFER) === gl.FRAMEBUFFER_COMPLETE, gl.getSupportedExtensions().includes('OES_vertex_array_object'), gl.getExtension('none'));
         const to = new Uint8Array([7, 7, 7, 7]); gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, to); console.log(to.join(), gl.isContextLost(), gl.drawingBufferWidth, gl.canvas === canvas);
         console.log(canvas.getContext('webgl') === gl, canvas.getContext('2d'), canvas.getContext('webgl2'), gl.constructor.name, gl.getContextAttributes().preserveDrawingBuffer);"
    ));
    assert_eq!(
        run.log().lines().collect::<Vec<_>>(),
        [
            "true true true 0",
            "0 3 -1",
            "true true true null",
            "turn 1 true 4",
            "2048 2048,2048 WebGL 1.0 23",
            "true true null",
            "7,7,7,7 false 20 true",
            "true null null WebGLRenderingContext false",
        ]
    );
    run.no_errors();
}

#[test]
fn what_was_set_is_answered_without_asking() {
    let run = page(&format!(
        "{PROGRAM} const said = [];
         const b = gl.createBuffer(); gl.bindBuffer(gl.ARRAY_BUFFER, b); gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(6), gl.DYNAMIC_DRAW); gl.enableVertexAttribArray(1); gl.vertexAttribPointer(1, 3, gl.FLOAT, false, 12, 4);
         said.push(gl.getParameter(gl.CURRENT_PROGRAM) === program, gl.getParameter(gl.ARRAY_BUFFER_BINDING) === b, gl.getBufferParameter(gl.ARRAY_BUFFER, gl.BUFFER_SIZE), gl.getVertexAttrib(1, gl.VERTEX_ATTRIB_ARRAY_SIZE), gl.getVertexAttrib(1, gl.VERTEX_ATTRIB_ARRAY_BUFFER_BINDING) === b, gl.getVertexAttribOffset(1, gl.VERTEX_ATTRIB_ARRAY_POINTER));
         gl.enable(gl.BLEND); gl.blendFunc(gl.SRC_ALPHA, gl.ONE); gl.viewport(1, 2, 3, 4); gl.colorMask(true, 0, 1, false); gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, 1); gl.stencilFuncSeparate(gl.BACK, gl.NEVER, 2, 3);
         said.push(gl.isEnabled(gl.BLEND), gl.isEnabled(gl.DITHER), gl.getParameter(gl.BLEND_DST_ALPHA) === gl.ONE, gl.getParameter(gl.VIEWPORT).join(), gl.getParameter(gl.SCISSOR_BOX).join(), gl.getParameter(gl.COLOR_WRITEMASK).join(), gl.getParameter(gl.UNPACK_FLIP_Y_WEBGL), gl.getParameter(gl.STENCIL_BACK_REF), gl.getParameter(gl.STENCIL_REF));
         const one = gl.createTexture(), two = gl.createTexture(); gl.bindTexture(gl.TEXTURE_2D, one); gl.activeTexture(gl.TEXTURE3); gl.bindTexture(gl.TEXTURE_2D, two);
         said.push(gl.getParameter(gl.TEXTURE_BINDING_2D) === two); gl.activeTexture(gl.TEXTURE0); said.push(gl.getParameter(gl.TEXTURE_BINDING_2D) === one, gl.isTexture(one)); gl.deleteTexture(one); said.push(gl.getParameter(gl.TEXTURE_BINDING_2D), gl.isTexture(one));
         const arrays = gl.getExtension('oes_vertex_array_object'); const array = arrays.createVertexArrayOES(); arrays.bindVertexArrayOES(array);
         said.push(gl.getParameter(arrays.VERTEX_ARRAY_BINDING_OES) === array, gl.getVertexAttrib(1, gl.VERTEX_ATTRIB_ARRAY_ENABLED), arrays.isVertexArrayOES(array)); arrays.bindVertexArrayOES(null); said.push(gl.getVertexAttrib(1, gl.VERTEX_ATTRIB_ARRAY_ENABLED));
         const f = gl.createFramebuffer(); gl.bindFramebuffer(gl.FRAMEBUFFER, f); gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, two, 0);
         said.push(gl.getFramebufferAttachmentParameter(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.FRAMEBUFFER_ATTACHMENT_OBJECT_NAME) === two, gl.getAttachedShaders(program).length, gl.getShaderSource(vs).length > 9);
         gl.getParameter(gl.BLEND_COLOR)[0] = 5; said.push(gl.getParameter(gl.BLEND_COLOR)[0]); console.log(said.join(' '));"
    ));
    assert_eq!(
        run.log(),
        "true true 24 3 true 4 true true true 1,2,3,4 0,0,20,10 true,false,true,false true 2 0 true true true  false true false true true true 2 true 0"
    );
    let asked = run.host.asked.borrow();
    assert_eq!(asked.len(), 2, "what the device is, when it begins and when extensions are looked for: {asked:?}");
    run.no_errors();
}

#[test]
fn a_view_says_what_only_it_knows_once() {
    let mut run = page(&format!(
        "{PROGRAM} setTimeout(() => {{
           const place = gl.getUniformLocation(program, 'turn'); console.log(place === gl.getUniformLocation(program, 'turn'), gl.getUniformLocation(program, 'much'), gl.getAttribLocation(program, 'at'), gl.getProgramParameter(program, gl.LINK_STATUS), gl.getProgramInfoLog(program), gl.getActiveUniform(program, 0).name);
           gl.uniformMatrix4fv(place, false, new Float32Array(16)); gl.uniform1f(null, 1); gl.uniform3fv(place, [1, 2, 3]);
         }}, 0);"
    ));
    run.host.asked.borrow_mut().clear();
    run.host.drawn.borrow_mut().clear();
    let answer =
        json!({ "ok": true, "valid": true, "log": "fine", "uniforms": [["turn", 1, 35676, 1]], "attributes": [["at", 1, 35664, 5]] });
    *run.host.view_says.borrow_mut() = Some(answer.to_string());
    run.logic.run_timers();
    assert_eq!(run.log(), "true null 5 true fine turn");
    assert_eq!(run.host.asked.borrow().len(), 1, "one question for all of a program: {:?}", run.host.asked.borrow());
    assert_eq!(
        orders(&run),
        [
            r#"["+","U",4,3,"turn"]"#.to_string(),
            format!(r#"["uniformMatrix4fv",4,false,"{}=="]"#, "A".repeat(86)),
            r#"["uniform3fv",4,[1,2,3]]"#.into()
        ]
    );
    run.no_errors();
}

#[test]
fn a_device_without_webgl_gives_null_and_the_canvas_can_still_be_drawn_on() {
    let mut run = page(
        "setTimeout(() => { const other = wx.createOffscreenCanvas({ type: 'webgl' }); console.log(other.getContext('webgl'), other.getContext('webgl2'), other.getContext('2d') !== null, other.getContext('webgl')); }, 0);",
    );
    *run.host.view_says.borrow_mut() = Some(r#"{"none":true}"#.into());
    run.logic.run_timers();
    assert_eq!(run.log(), "null null true null");
    run.no_errors();
}

#[test]
fn a_context_whose_page_was_made_again_is_lost_and_does_nothing() {
    let script = format!(
        "Page({{ onLoad() {{ {CANVAS} const b = gl.createBuffer();
           setTimeout(() => {{ gl.bindBuffer(gl.ARRAY_BUFFER, b); console.log(gl.isContextLost(), gl.getError() === gl.CONTEXT_LOST_WEBGL, gl.getError(), gl.getParameter(gl.VERSION), gl.isBuffer(b), gl.createShader(gl.VERTEX_SHADER)); }}, 0);
         }} }})"
    );
    let mut run = Run::new(&[("app.js", ""), ("p/a.js", &script), ("p/a.wxml", "<view/>")]);
    run.launch();
    let page = run.open("p/a");
    run.logic.canvas_ready(page);
    run.logic.canvas_ready(page);
    run.host.drawn.borrow_mut().clear();
    run.logic.run_timers();
    let log = run.log();
    assert!(log.contains("a WebGL context is lost"), "{log}");
    assert!(log.lines().any(|line| line == "true true 0 null false null"), "{log}");
    assert!(orders(&run).is_empty(), "{:?}", orders(&run));
    run.no_errors();
}

#[test]
fn hostile_use_is_bounded_and_the_page_goes_on() {
    let run = page(
        "const other = wx.createOffscreenCanvas({ type: 'webgl' }).getContext('webgl'); const thrown = [];
         for (const bad of [() => gl.bindBuffer(gl.ARRAY_BUFFER, {}), () => gl.bindBuffer(gl.ARRAY_BUFFER, gl.createTexture()), () => gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, {}),
           () => gl.bufferData(gl.ARRAY_BUFFER, 'text', gl.STATIC_DRAW), () => Object.getPrototypeOf(gl).bindBuffer.call({}, 1, null)]) {
           try { bad(); thrown.push('no'); } catch (e) { thrown.push(e.name); }
         }
         console.log(thrown.join());
         const errors = []; const told = (run) => { run(); errors.push(gl.getError()); };
         told(() => gl.bindBuffer(gl.ARRAY_BUFFER, other.createBuffer())); told(() => gl.bufferSubData(gl.ARRAY_BUFFER, 0, new Uint8Array(17e6))); told(() => gl.createShader(7));
         told(() => gl.shaderSource(gl.createShader(gl.VERTEX_SHADER), 'x'.repeat(2e6))); told(() => gl.readPixels(0, 0, 1e5, 1e5, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))); told(() => gl.useProgram(null)); told(() => gl.linkProgram(null));
         const gone = gl.createTexture(); gl.deleteTexture(gone); told(() => gl.bindTexture(gl.TEXTURE_2D, gone)); told(() => gl.uniform1fv(null, null)); told(() => gl.getVertexAttrib(1e9, gl.VERTEX_ATTRIB_ARRAY_SIZE));
         console.log(errors.join());
         let made = 0; for (let i = 0; i < 20100; i += 1) if (gl.createRenderbuffer() !== null) made += 1;
         console.log(made > 19000, made <= 20000, gl.getError() === gl.OUT_OF_MEMORY);
         for (let i = 0; i < 20; i += 1) gl.viewport(0, 0, i, i); console.log('still here', gl.getParameter(gl.VIEWPORT)[2]);",
    );
    let log = run.log();
    let shown: Vec<&str> = log.lines().filter(|line| !line.starts_with("warn: ")).collect();
    assert_eq!(
        shown,
        [
            "TypeError,TypeError,TypeError,TypeError,TypeError",
            "1282,1285,1280,1281,1282,0,1281,1282,0,1281",
            "true true true",
            "still here 19"
        ],
        "{log}"
    );
    assert!(log.contains("objects: no more are made"), "{log}");
    run.no_errors();
}

#[test]
fn what_a_program_lets_go_makes_room_and_what_is_bound_stays() {
    let mut run = page(
        "let frames = 0; const kept = gl.createTexture(); gl.bindTexture(gl.TEXTURE_2D, kept);
         const frame = () => { for (let i = 0; i < 5000; i += 1) { gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer()); gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0); } gl.bindBuffer(gl.ARRAY_BUFFER, null); frames += 1; if (frames < 5) setTimeout(frame, 0); else console.log(gl.getError(), gl.isBuffer(gl.getVertexAttrib(0, gl.VERTEX_ATTRIB_ARRAY_BUFFER_BINDING)), gl.isTexture(kept)); };
         setTimeout(frame, 0);",
    );
    for _ in 0..5 {
        run.host.clock.set(run.host.clock.get() + 20.0);
        run.logic.run_timers();
    }
    assert_eq!(run.log(), "0 true true");
    run.no_errors();
}

#[test]
fn the_second_version_has_its_own_methods_and_words() {
    let script = "Page({ onLoad() {
        const canvas = wx.createOffscreenCanvas({ type: 'webgl', width: 4, height: 4 }); const gl = canvas.getContext('webgl2');
        console.log(gl.constructor.name, gl.getParameter(gl.VERSION), gl.getParameter(gl.MAX_3D_TEXTURE_SIZE), typeof gl.texStorage2D, gl.RGBA32F, gl.getExtension('OES_vertex_array_object'), canvas.getContext('webgl'));
        const array = gl.createVertexArray(); gl.bindVertexArray(array); gl.drawArraysInstanced(gl.TRIANGLES, 0, 3, 2); gl.drawBuffers([gl.COLOR_ATTACHMENT0]); gl.uniform1fv(null, [1]);
        const list = new Float32Array([1, 2, 3, 4]); gl.vertexAttrib4fv(0, list); gl.clearBufferfv(gl.COLOR, 0, [0, 0, 0, 1]);
        console.log(gl.getParameter(gl.VERTEX_ARRAY_BINDING) === array, gl.getSyncParameter(gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0), gl.SYNC_STATUS) === gl.SIGNALED, gl.getUniformBlockIndex(gl.createProgram(), 'a') === gl.INVALID_INDEX);
      } })";
    let mut run = Run::new(&[("app.js", ""), ("p/a.js", script), ("p/a.wxml", "<view/>")]);
    run.launch();
    run.open("p/a");
    assert_eq!(run.log(), "WebGL2RenderingContext WebGL 2.0 256 function 34836 null null\ntrue true true");
    assert!(orders(&run).contains(&r#"["drawBuffers",[36064]]"#.to_string()), "{:?}", orders(&run));
    run.no_errors();
}
