// The webcam as a source of codes: frames become luminance planes, which the server decodes. Nothing is recorded.

/** Longest side of a frame that is sent. */
const SIDE = 640;
/** Milliseconds between frames; one is on its way at a time. */
const PAUSE = 200;

/**
 * Starts the camera in `video` and sends frames until stopped.
 * @param {HTMLVideoElement} video
 * @param {(width: number, height: number, luma: Uint8Array) => Promise<boolean>} send resolves to true when a code was found
 * @param {() => boolean} wanted whether anybody still waits for it: a person may be asked first, and takes time
 * @returns {Promise<() => void>} stops it; rejects when the browser gives no camera, or nobody waits any more
 */
export async function startCamera(video, send, wanted) {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("no camera");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
  function release() {
    for (const track of stream.getTracks()) track.stop();
    // Another start may have put its own there.
    if (video.srcObject === stream) video.srcObject = null;
  }
  try {
    if (!wanted()) throw new Error("not wanted any more");
    video.srcObject = stream;
    video.muted = true;
    video.playsInline = true;
    await video.play();
  } catch (error) {
    release();
    throw error;
  }
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let on = true;
  let timer = 0;

  async function frame() {
    const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
    const [width, height] = [Math.floor(video.videoWidth * scale), Math.floor(video.videoHeight * scale)];
    let found = false;
    if (width > 0 && height > 0 && !document.hidden) {
      canvas.width = width;
      canvas.height = height;
      pen.drawImage(video, 0, 0, width, height);
      const { data } = pen.getImageData(0, 0, width, height);
      const luma = new Uint8Array(width * height);
      for (let i = 0, p = 0; i < luma.length; i += 1, p += 4) luma[i] = (data[p] * 77 + data[p + 1] * 150 + data[p + 2] * 29) >> 8;
      found = await send(width, height, luma).catch(() => false);
    }
    if (on && !found) timer = setTimeout(frame, PAUSE);
  }
  frame();

  return () => {
    on = false;
    clearTimeout(timer);
    release();
  };
}
