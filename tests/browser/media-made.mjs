// Small sounds, videos and pictures that tests make for themselves: nothing of the kind is kept in the repository.

/** A sine tone as WAV, 8 kHz, 16 bit. @param {number} seconds  @param {number} [pitch] */
export function wav(seconds, pitch = 440) {
  const rate = 8000;
  const samples = Math.round(seconds * rate);
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) file.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * pitch * i) / rate)), 44 + i * 2);
  return file;
}

/**
 * A video that a browser records from a canvas: a ball that crosses a field. WebM without a length, as recorders make it.
 * @param {import('playwright-core').BrowserContext} context
 */
export async function webm(context, seconds = 1.6, width = 320, height = 180) {
  const page = await context.newPage();
  const base64 = await page.evaluate(async ([length, w, h]) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
    const pen = canvas.getContext('2d');
    const draw = (part) => {
      pen.fillStyle = '#1d6f5c';
      pen.fillRect(0, 0, w, h);
      pen.fillStyle = '#ffd45e';
      pen.beginPath();
      pen.arc(30 + part * (w - 60), h / 2, 26, 0, 7);
      pen.fill();
    };
    draw(0);
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' });
    const parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    const stopped = new Promise((done) => { recorder.onstop = done; });
    recorder.start();
    const begun = performance.now();
    await new Promise((done) => {
      const step = () => {
        const part = (performance.now() - begun) / 1000 / length;
        draw(Math.min(1, part));
        if (part < 1) requestAnimationFrame(step);
        else done();
      };
      step();
    });
    // What is drawn just before the end is not taken: on a busy machine that would be the second half.
    for (let n = 0; n < 3; n += 1) {
      draw(1);
      await new Promise((done) => setTimeout(done, 60));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }, [seconds, width, height]);
  await page.close();
  return Buffer.from(base64, 'base64');
}

/** Answers a request of a player as a server does that knows ranges. @param {import('playwright-core').Route} route  @param {Buffer} file  @param {string} type */
export function answer(route, file, type) {
  const range = /^bytes=(\d+)-(\d*)$/.exec(route.request().headers()['range'] ?? '');
  const headers = { 'content-type': type, 'accept-ranges': 'bytes' };
  if (!range) return route.fulfill({ body: file, headers });
  const from = Number(range[1]);
  const to = range[2] ? Math.min(Number(range[2]), file.length - 1) : file.length - 1;
  return route.fulfill({ status: 206, body: file.subarray(from, to + 1), headers: { ...headers, 'content-range': `bytes ${from}-${to}/${file.length}` } });
}
