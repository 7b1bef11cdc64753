// canvas: a chart and pictures on the newer interface, a dial on the older one, a board for a finger, and a copy as a file.
const SOLD = [12, 19, 8, 15, 22, 17, 26];

/** The canvas of an element in pixels of the screen, with points of CSS. */
function open(page, selector, then) {
  wx.createSelectorQuery().select(selector).fields({ node: true, size: true }).exec(([found]) => {
    const { node: canvas, width, height } = found;
    const { pixelRatio } = wx.getWindowInfo();
    canvas.width = width * pixelRatio;
    canvas.height = height * pixelRatio;
    const context = canvas.getContext('2d');
    context.scale(pixelRatio, pixelRatio);
    then.call(page, context, width, height, canvas);
  });
}

/** Colour of texts. */
const ink = (page) => (page.data.theme === 'dark' ? '#e8e8e8' : '#262626');

function chart(context, width, height) {
  const fill = context.createLinearGradient(0, 0, 0, height);
  fill.addColorStop(0, '#e0704a');
  fill.addColorStop(1, '#f3c9b4');
  const wide = width / SOLD.length;
  context.font = '12px sans-serif';
  context.textAlign = 'center';
  SOLD.forEach((value, day) => {
    const high = (value / 26) * (height - 24);
    context.fillStyle = fill;
    context.beginPath();
    context.roundRect(day * wide + 6, height - high, wide - 12, high, [6, 6, 0, 0]);
    context.fill();
    context.fillStyle = ink(this);
    context.fillText(String(value), (day + 0.5) * wide, height - high - 6);
  });
}

function dial(page, part) {
  const context = wx.createCanvasContext('dial', page);
  context.setLineWidth(12);
  context.setLineCap('round');
  context.setStrokeStyle('rgba(127, 127, 127, 0.2)');
  context.arc(80, 80, 66, 0, 2 * Math.PI);
  context.stroke();
  context.beginPath();
  context.setStrokeStyle('#2f74c0');
  context.arc(80, 80, 66, -Math.PI / 2, (2 * part - 0.5) * Math.PI);
  context.stroke();
  context.setFillStyle(ink(page));
  context.setFontSize(28);
  context.setTextAlign('center');
  context.setTextBaseline('middle');
  context.fillText(`${Math.round(part * 100)} %`, 80, 80);
  context.draw(false, () => page.tell({ type: 'draw', currentTarget: { id: 'dial' }, detail: { part } }));
}

function pictures(context, width, height, canvas) {
  const leaf = wx.createOffscreenCanvas({ type: '2d', width: 24, height: 24 });
  const small = leaf.getContext('2d');
  small.fillStyle = '#7aa05b';
  small.beginPath();
  small.arc(12, 12, 7, 0, 7);
  small.fill();
  context.fillStyle = context.createPattern(leaf, 'repeat');
  context.fillRect(0, 0, width / 2 - 8, height);
  const image = canvas.createImage();
  image.onload = () => {
    context.save();
    context.shadowColor = 'rgba(0, 0, 0, 0.35)';
    context.shadowBlur = 12;
    context.drawImage(image, width / 2 + 8, 10, height - 20, height - 20);
    context.restore();
    const pixel = context.getImageData(12 * wx.getWindowInfo().pixelRatio, 12 * wx.getWindowInfo().pixelRatio, 1, 1).data;
    this.tell({ type: 'drawn', currentTarget: { id: 'pictures' }, detail: { pixel: Array.from(pixel), width: Math.round(context.measureText('茶').width) } });
  };
  image.src = '/images/tea.svg';
}

function board(context) {
  context.strokeStyle = '#c25a34';
  context.lineWidth = 4;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  this.board = context;
}

module.exports = {
  data: { copy: '' },
  acts: {
    '75 %': (page) => dial(page, 0.75),
    save: (page) => wx.canvasToTempFilePath({
      canvasId: 'dial',
      success: ({ tempFilePath }) => page.setData({ copy: tempFilePath }),
      fail: ({ errMsg }) => page.tell({ type: 'fail', currentTarget: { id: 'copy' }, detail: { errMsg } }),
    }, page),
    webgl: (page) => wx.createSelectorQuery().select('#chart').node(({ node }) => {
      page.tell({ type: 'webgl', currentTarget: { id: 'chart' }, detail: { context: node.getContext('webgl') } });
    }).exec(),
  },
  methods: {
    onReady() {
      open(this, '#chart', chart);
      open(this, '#pictures', pictures);
      open(this, '#board', board);
      dial(this, 0.4);
    },
    begin(event) {
      const { x, y } = event.touches[0];
      this.board.beginPath();
      this.board.moveTo(x, y);
    },
    move(event) {
      const { x, y } = event.touches[0];
      this.board.lineTo(x, y);
      this.board.stroke();
    },
    lift(event) {
      const { x, y } = event.changedTouches[0];
      this.tell({ type: 'touchend', currentTarget: { id: 'board' }, detail: { x: Math.round(x), y: Math.round(y) } });
    },
  },
};
