// audio: a sound with its picture, name and author; the sound is made here.
/** Two seconds of a tone that fades, as WAV: 8 kHz, 16 bit. */
function tone() {
  const rate = 8000;
  const samples = rate * 2;
  const file = new DataView(new ArrayBuffer(44 + samples * 2));
  const letters = (at, text) => text.split('').forEach((letter, n) => file.setUint8(at + n, letter.charCodeAt(0)));
  letters(0, 'RIFF');
  file.setUint32(4, 36 + samples * 2, true);
  letters(8, 'WAVEfmt ');
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, rate, true);
  file.setUint32(28, rate * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  letters(36, 'data');
  file.setUint32(40, samples * 2, true);
  for (let n = 0; n < samples; n += 1) file.setInt16(44 + n * 2, Math.round(6000 * (1 - n / samples) * Math.sin((2 * Math.PI * 440 * n) / rate)), true);
  return file.buffer;
}

module.exports = {
  data: { src: '', loop: false },
  acts: {
    sound(page) {
      const src = `${wx.env.USER_DATA_PATH}/tone.wav`;
      wx.getFileSystemManager().writeFileSync(src, tone());
      page.setData({ src });
    },
    loop: { loop: true },
    'no sound': { src: '/images/tea.svg' },
  },
};
