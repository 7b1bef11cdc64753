// video: bars, gestures, moving words, full screen. Where the address leads nowhere, one of your own can be chosen.
module.exports = {
  data: { src: '', muted: true, words: [{ text: 'Rye bread', color: '#ffd45e', time: 0 }] },
  acts: {
    'a video': { src: 'https://media.banchan.example/clip.webm' },
    choose: (page) => wx.chooseMedia({ count: 1, mediaType: ['video'], success: ({ tempFiles: [one] }) => page.setData({ src: one.tempFilePath }), fail: () => {} }),
    play: () => wx.createVideoContext('full').play(),
    pause: () => wx.createVideoContext('full').pause(),
    'seek 1': () => wx.createVideoContext('full').seek(1),
    'send words': () => wx.createVideoContext('full').sendDanmu({ text: 'Tea', color: '#ffffff' }),
    'full screen': () => wx.createVideoContext('full').requestFullScreen({ direction: 0 }),
    'full screen ends': () => wx.createVideoContext('full').exitFullScreen(),
    'no video': { src: '/images/tea.svg' },
  },
};
