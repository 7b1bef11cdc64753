// wx-switch, wx-checkbox, wx-radio and the two groups: what is on is the view's; the core hears `change`.
// A look must not depend on the core's answer: it changes at once.

const TOGGLE_SHEET = `
:host { display: inline-flex; align-items: center; vertical-align: middle; cursor: pointer; -webkit-tap-highlight-color: transparent; }
:host([off]) { opacity: .42; cursor: default; }
.track { position: relative; box-sizing: border-box; width: 50px; height: 30px; border-radius: 15px; background: var(--banchan-fill-pressed); transition: background-color .2s; }
.track::after { content: ""; position: absolute; top: 2px; left: 2px; width: 26px; height: 26px; border-radius: 13px; background: #fff; box-shadow: 0 1px 4px rgba(0, 0, 0, .25); transition: transform .2s cubic-bezier(.3, .8, .4, 1); }
.on.track { background: var(--tint, var(--banchan-accent)); }
.on.track::after { transform: translateX(20px); }
.box { box-sizing: border-box; flex: none; width: 22px; height: 22px; margin-right: 6px; border: 1.5px solid var(--banchan-faint); border-radius: 5px; background: var(--banchan-raised); transition: background-color .12s, border-color .12s; }
.box.round { border-radius: 50%; }
.on.box { background: var(--tint, var(--banchan-accent)); border-color: transparent; }
.box svg { display: none; width: 100%; height: 100%; }
.on.box svg { display: block; }
:host(:focus-visible) { outline: 2px solid var(--banchan-accent); outline-offset: 2px; border-radius: 6px; }
@media (prefers-reduced-motion: reduce) { .track, .track::after, .box { transition: none; } }
`;

class Toggle extends WxElement {
  static observedAttributes = ['checked', 'disabled', 'color', 'type'];

  #on = false;
  #first = false;
  #mark = h('div');

  get role2() {
    return 'checkbox';
  }

  make() {
    this.shadow(Toggle.style, this.#mark, h('slot'));
    if (!this.hasAttribute('role')) this.setAttribute('role', this.role2);
    this.#first = this.#on = boolAttr(this, 'checked');
    this.draw();
  }

  /** @param {string} name */
  update(name) {
    if (name === 'checked') this.set(boolAttr(this, 'checked'));
    else this.draw();
  }

  get checked() {
    return this.#on;
  }

  /** @param {boolean} on */
  set(on) {
    this.#on = on;
    this.draw();
  }

  /** @returns {string} classes of the mark, and whether it has a tick */
  markClass() {
    return 'box';
  }

  draw() {
    const mark = this.#mark;
    mark.className = `${this.markClass()}${this.#on ? ' on' : ''}`;
    mark.style.setProperty('--tint', colorAttr(this, 'color', 'var(--banchan-accent)'));
    if (mark.classList.contains('box') && !mark.firstChild) {
      const tick = svg('svg', { viewBox: '0 0 22 22', fill: 'none', stroke: '#fff', 'stroke-width': '2.2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' });
      tick.append(svg('path', { d: 'M5.2 10.6l3.6 3.6 6.6-7.4' }));
      mark.append(tick);
    }
    const disabled = boolAttr(this, 'disabled');
    this.toggleAttribute('off', disabled);
    this.setAttribute('tabindex', disabled ? '-1' : '0');
    this.setAttribute('aria-checked', String(this.#on));
    this.setAttribute('aria-disabled', String(disabled));
  }

  /** @param {TapContext} context */
  tapped(context) {
    if (context.used) return;
    context.used = true;
    this.activate();
  }

  activate() {
    if (boolAttr(this, 'disabled')) return;
    this.flip();
    stateChanged();
  }

  flip() {
    this.set(!this.#on);
  }

  formReset() {
    this.set(this.#first);
  }

  keep() {
    return this.#on === boolAttr(this, 'checked') ? undefined : this.#on;
  }

  /** @param {unknown} kept */
  restore(kept) {
    this.set(kept === true);
  }

  static style = sheet(TOGGLE_SHEET);
}

/**
 * Tells a group's new value, and notes on its members that the user changed them.
 * @param {Element} member
 * @param {string} groupTag
 */
function groupChanged(member, groupTag) {
  const group = member.closest(groupTag);
  if (!(group instanceof WxElement) || !('formValue' in group)) return;
  sendEdit(group, 'change', { value: /** @type {any} */ (group).formValue() });
  for (const each of group.querySelectorAll('wx-checkbox, wx-radio')) lastEdits.set(each, lastSeq);
}

registerElement(
  'wx-switch',
  () =>
    class extends Toggle {
      get role2() {
        return 'switch';
      }

      markClass() {
        return this.getAttribute('type') === 'checkbox' ? 'box' : 'track';
      }

      flip() {
        super.flip();
        sendEdit(this, 'change', { value: this.checked });
      }

      formValue() {
        return this.checked;
      }
    },
);

registerElement(
  'wx-checkbox',
  () =>
    class extends Toggle {
      flip() {
        super.flip();
        groupChanged(this, 'wx-checkbox-group');
      }
    },
);

registerElement(
  'wx-radio',
  () =>
    class extends Toggle {
      get role2() {
        return 'radio';
      }

      markClass() {
        return 'box round';
      }

      flip() {
        if (this.checked) return;
        const others = this.closest('wx-radio-group')?.querySelectorAll('wx-radio') ?? [];
        for (const other of others) if (other instanceof Toggle) other.set(other === this);
        this.set(true);
        groupChanged(this, 'wx-radio-group');
      }
    },
);

/**
 * @param {Element} group
 * @param {string} tag
 */
const membersOn = (group, tag) => [...group.querySelectorAll(tag)].filter((member) => member instanceof Toggle && member.checked).map((member) => member.getAttribute('value') ?? '');

registerElement(
  'wx-checkbox-group',
  () =>
    class extends WxElement {
      make() {
        if (!this.hasAttribute('role')) this.setAttribute('role', 'group');
      }

      formValue() {
        return membersOn(this, 'wx-checkbox');
      }
    },
);

registerElement(
  'wx-radio-group',
  () =>
    class extends WxElement {
      make() {
        if (!this.hasAttribute('role')) this.setAttribute('role', 'radiogroup');
      }

      formValue() {
        return membersOn(this, 'wx-radio')[0] ?? '';
      }
    },
);
