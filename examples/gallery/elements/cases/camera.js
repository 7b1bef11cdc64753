// camera: what it sees, pictures and clips of it, and codes.
module.exports = {
  data: { on: true, mode: 'normal', position: 'back', flash: 'auto', shot: '', clip: '' },
  acts: {
    take: (page) => wx.createCameraContext().takePhoto({ quality: 'normal', success: ({ tempImagePath }) => page.setData({ shot: tempImagePath }), fail: (res) => page.setData({ shot: res.errMsg }) }),
    record: () => wx.createCameraContext().startRecord({}),
    stop: (page) => wx.createCameraContext().stopRecord({ success: ({ tempVideoPath }) => page.setData({ clip: tempVideoPath }) }),
    turn: { position: 'front' },
    scanCode: { mode: 'scanCode' },
    off: { on: false },
  },
};
