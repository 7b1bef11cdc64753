// canvas type="webgl": three corners of three colours, a box with a picture on it that a finger turns, pixels read back, a copy as a file.
const FLAT = {
  vertex: 'attribute vec2 at; attribute vec3 color; varying vec3 c; void main() { c = color; gl_Position = vec4(at, 0.0, 1.0); }',
  fragment: 'precision mediump float; varying vec3 c; void main() { gl_FragColor = vec4(c, 1.0); }',
};
const SOLID = {
  vertex: 'attribute vec3 at; attribute vec2 spot; attribute vec3 away; uniform mat4 turn; varying vec2 s; varying float light;'
    + 'void main() { vec4 p = turn * vec4(at, 1.0); s = spot; light = 0.45 + 0.55 * max(0.0, dot((turn * vec4(away, 0.0)).xyz, vec3(0.3, 0.5, -0.8))); gl_Position = vec4(p.xy, p.z * 0.2, 1.0 + p.z * 0.25); }',
  fragment: 'precision mediump float; varying vec2 s; varying float light; uniform sampler2D picture; void main() { gl_FragColor = vec4(texture2D(picture, s).rgb * light, 1.0); }',
};

/** The context of an element, in pixels of the screen. */
function open(page, selector, then) {
  wx.createSelectorQuery().select(selector).fields({ node: true, size: true }).exec(([{ node: canvas, width, height }]) => {
    const { pixelRatio } = wx.getWindowInfo();
    canvas.width = width * pixelRatio;
    canvas.height = height * pixelRatio;
    const gl = canvas.getContext('webgl', { antialias: true });
    if (gl === null) return page.tell({ type: 'none', currentTarget: { id: selector.slice(1) }, detail: {} });
    gl.viewport(0, 0, canvas.width, canvas.height);
    return then(gl, canvas);
  });
}

function link(gl, { vertex, fragment }) {
  const program = gl.createProgram();
  for (const [type, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
  gl.useProgram(program);
  return program;
}

/** Numbers for attributes, as many to each point as `parts` say. */
function points(gl, program, numbers, parts) {
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(numbers), gl.STATIC_DRAW);
  const stride = 4 * parts.reduce((sum, [, count]) => sum + count, 0);
  let at = 0;
  for (const [name, count] of parts) {
    const place = gl.getAttribLocation(program, name);
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, count, gl.FLOAT, false, stride, at);
    at += 4 * count;
  }
}

function three(gl) {
  const program = link(gl, FLAT);
  points(gl, program, [-0.8, -0.8, 0.88, 0.44, 0.29, 0.8, -0.8, 0.18, 0.46, 0.75, 0, 0.85, 0.48, 0.63, 0.36], [['at', 2], ['color', 3]]);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

/** Six sides of a box: two triangles each, with a place on the picture and the way that they look. */
function box() {
  const all = [];
  for (const axis of [0, 1, 2]) {
    for (const side of [-1, 1]) {
      for (const [u, v] of [[0, 0], [1, 0], [1, 1], [0, 0], [1, 1], [0, 1]]) {
        const at = [0, 0, 0];
        at[axis] = side * 0.5;
        at[(axis + 1) % 3] = u - 0.5;
        at[(axis + 2) % 3] = v - 0.5;
        const away = [0, 0, 0];
        away[axis] = side;
        all.push(...at, u, v, ...away);
      }
    }
  }
  return all;
}

/** The picture of each side, drawn in two dimensions. */
function picture() {
  const canvas = wx.createOffscreenCanvas({ type: '2d', width: 64, height: 64 });
  const c = canvas.getContext('2d');
  c.fillStyle = '#e0704a';
  c.fillRect(0, 0, 64, 64);
  c.fillStyle = '#f6e7d8';
  c.beginPath();
  c.arc(32, 32, 20, 0, Math.PI * 2);
  c.fill();
  return canvas;
}

function solid(page, gl, canvas) {
  const program = link(gl, SOLID);
  points(gl, program, box(), [['at', 3], ['spot', 2], ['away', 3]]);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture());
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.enable(gl.DEPTH_TEST);
  const turn = gl.getUniformLocation(program, 'turn');
  page.draw = () => {
    const [a, b] = page.angles;
    const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
    gl.uniformMatrix4fv(turn, false, [ca, sa * sb, -sa * cb, 0, 0, cb, sb, 0, sa, -ca * sb, ca * cb, 0, 0, 0, 0, 1]);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    gl.drawArrays(gl.TRIANGLES, 0, 36);
  };
  page.draw();
  page.cube = canvas;
  page.gl = gl;
}

module.exports = {
  data: { copy: '' },
  acts: {
    pixels: (page) => {
      const read = new Uint8Array(4);
      page.draw();
      page.gl.readPixels(page.cube.width / 2, page.cube.height / 2, 1, 1, page.gl.RGBA, page.gl.UNSIGNED_BYTE, read);
      page.tell({ type: 'pixels', currentTarget: { id: 'cube' }, detail: { read: [...read], error: page.gl.getError() } });
    },
    save: (page) => wx.canvasToTempFilePath({
      canvas: page.cube,
      success: ({ tempFilePath }) => page.setData({ copy: tempFilePath }),
      fail: ({ errMsg }) => page.tell({ type: 'fail', currentTarget: { id: 'copy' }, detail: { errMsg } }),
    }, page),
  },
  methods: {
    onReady() {
      this.angles = [0.5, 0.4];
      open(this, '#three', (gl) => three(gl));
      open(this, '#cube', (gl, canvas) => solid(this, gl, canvas));
    },
    hold(event) { this.from = event.touches[0]; },
    turn(event) {
      const { x, y } = event.touches[0];
      this.angles = [this.angles[0] - (x - this.from.x) / 80, this.angles[1] + (y - this.from.y) / 80];
      this.from = { x, y };
      this.cube?.requestAnimationFrame(() => this.draw());
    },
    rest() { this.tell({ type: 'touchend', currentTarget: { id: 'cube' }, detail: { angles: this.angles.map((one) => Math.round(one * 100) / 100) } }); },
  },
};
