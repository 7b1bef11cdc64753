// Elements that are not there yet say so in their place, so that nobody looks for an error of their own.
// They must not do anything else.

const UNAVAILABLE_SHEET = `
:host { display: flex; box-sizing: border-box; align-items: center; justify-content: center; min-width: 60px; min-height: 40px; overflow: hidden; border: 1px dashed var(--banchan-faint); border-radius: 8px; }
p { margin: 8px 12px; font-size: 13px; line-height: 1.4; color: var(--banchan-soft); text-align: center; }
`;

/** What is missing, with the size that programs count on. */
/** @type {Record<string, string>} */
const UNAVAILABLE = {
  'wx-live-player': 'live-player', 'wx-live-pusher': 'live-pusher',
  'wx-ad': 'ad', 'wx-ad-custom': 'ad-custom', 'wx-official-account': 'official-account', 'wx-open-data': 'open-data', 'wx-voip-room': 'voip-room',
};

/**
 * @param {string} tag
 * @param {() => string} text
 */
function registerUnavailable(tag, text) {
  registerElement(tag, () => {
    const style = sheet(UNAVAILABLE_SHEET);
    return class extends WxElement {
      make() {
        this.shadow(style, h('p', {}, text()));
      }
    };
  });
}

for (const [tag, name] of Object.entries(UNAVAILABLE)) registerUnavailable(tag, () => say('notYet', name));
