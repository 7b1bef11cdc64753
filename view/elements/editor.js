// wx-editor: rich text that is written on the page. The browser edits, in an element of ours that has no number; formats,
// contents and history are here. Whatever comes in (setContents, paste, images) passes the sanitiser of rich-text, so
// nothing of it runs or loads what a picture may not.

/** Longest HTML that is taken, and most states that can be undone. */
const EDITOR_LIMITS = { html: 2_000_000, states: 60 };

/** Formats that the browser knows as orders of its own. @type {Record<string, string>} */
const COMMANDS = { bold: 'bold', italic: 'italic', ins: 'underline', underline: 'underline', strike: 'strikeThrough' };

registerElement(
  'wx-editor',
  () =>
    class extends WxElement {
      static observedAttributes = ['placeholder', 'read-only', 'aria-label'];

      #box = h('div', { class: 'ql-editor', role: 'textbox', 'aria-multiline': 'true', spellcheck: 'false' });
      /** @type {Range | null} */
      #range = null;
      /** @type {{past: Node[], ahead: Node[], timer: number, saved: boolean}} */
      #history = { past: [], ahead: [], timer: 0, saved: true };
      #status = '';

      make() {
        this.append(this.#box);
        for (const name of ['placeholder', 'read-only', 'aria-label']) this.update(name, this.getAttribute(name));
        this.#put([]);
        const box = this.#box;
        box.addEventListener('focus', () => this.#tell('focus'));
        box.addEventListener('blur', () => this.#tell('blur'));
        box.addEventListener('input', () => this.#changed());
        box.addEventListener('paste', (event) => this.#paste(event));
        box.addEventListener('drop', (event) => event.preventDefault());
        box.addEventListener('keydown', (event) => {
          if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
          event.preventDefault();
          this.#step(event.shiftKey);
        });
        document.addEventListener('selectionchange', () => this.#selected());
        // A frame later the page listens and contexts are found.
        requestAnimationFrame(() => sendEvent(this, 'ready', { detail: {}, local: true }));
      }

      /** @param {string} name @param {string | null} value */
      update(name, value) {
        if (name === 'read-only') this.#box.contentEditable = boolAttr(this, 'read-only') ? 'false' : 'true';
        else if (name === 'placeholder') this.#box.dataset['placeholder'] = value ?? '';
        else this.#box.setAttribute('aria-label', this.getAttribute('aria-label') ?? this.getAttribute('placeholder') ?? '');
      }

      /** Replaces everything. @param {Node[]} nodes */
      #put(nodes) {
        this.#box.replaceChildren(...nodes);
        if (!this.#box.firstElementChild) this.#box.append(h('p', {}, h('br')));
        this.#blank();
      }

      #blank() {
        const empty = this.#box.textContent === '' && !this.#box.querySelector('img, hr, li');
        this.#box.classList.toggle('ql-blank', empty);
      }

      /** After the user or an order changed something. */
      #changed() {
        if (!this.#box.firstChild) this.#put([]);
        this.#blank();
        const history = this.#history;
        history.ahead = [];
        history.saved = false;
        if (!history.timer) history.timer = window.setTimeout(() => { history.timer = 0; }, 600);
        this.#tell('input');
        this.#selected();
      }

      /** Remembers what is there, before it is changed. */
      #keep() {
        const history = this.#history;
        history.past.push(this.#box.cloneNode(true));
        if (history.past.length > EDITOR_LIMITS.states) history.past.shift();
      }

      attached() {
        this.#box.addEventListener('beforeinput', () => {
          if (!this.#history.timer) this.#keep();
        });
      }

      /** One state back, or ahead. @param {boolean} ahead */
      #step(ahead) {
        const history = this.#history;
        const state = (ahead ? history.ahead : history.past).pop();
        if (!state) return;
        (ahead ? history.past : history.ahead).push(this.#box.cloneNode(true));
        clearTimeout(history.timer);
        history.timer = 0;
        this.#put([...state.cloneNode(true).childNodes]);
        this.#caretToEnd();
        this.#tell('input');
        this.#selected();
      }

      #caretToEnd() {
        const range = document.createRange();
        const last = [...this.#box.querySelectorAll(':scope > *, :scope > ul > li, :scope > ol > li')].filter((one) => BLOCK_TAGS.has(one.localName)).pop();
        range.selectNodeContents(last ?? this.#box);
        range.collapse(last?.textContent === '');
        this.#range = range;
        if (document.activeElement === this.#box) this.#restore();
      }

      /** The selection is where the user left it, also after a tap on a button of the program. */
      #restore() {
        this.#box.focus({ preventScroll: true });
        const selection = getSelection();
        if (!this.#range || !this.#box.contains(this.#range.commonAncestorContainer)) this.#caretToEnd();
        if (!selection || !this.#range) return;
        selection.removeAllRanges();
        selection.addRange(this.#range);
      }

      #selected() {
        const selection = getSelection();
        if (!selection || selection.rangeCount === 0 || !this.#box.contains(selection.anchorNode)) return;
        this.#range = selection.getRangeAt(0).cloneRange();
        const status = JSON.stringify(this.#formats());
        if (status === this.#status) return;
        this.#status = status;
        sendEvent(this, 'statuschange', { detail: JSON.parse(status), local: true });
      }

      /** The formats where the caret is. */
      #formats() {
        /** @type {Record<string, unknown>} */
        const found = {};
        for (let at = this.#range?.startContainer ?? null; at && at !== this.#box; at = at.parentNode) {
          if (!(at instanceof HTMLElement)) continue;
          for (const [name, value] of Object.entries(BLOCK_TAGS.has(at.localName) ? blockOf(at) : inlineOf(at))) found[name] ??= value;
        }
        for (const [name, order] of Object.entries({ bold: 'bold', italic: 'italic', underline: 'underline', strike: 'strikeThrough' })) {
          if (document.activeElement === this.#box && document.queryCommandState(order)) found[name] ??= true;
        }
        return found;
      }

      #contents() {
        const delta = { ops: deltaOf(this.#box) };
        return { html: this.#box.innerHTML, text: textOf(delta.ops), delta };
      }

      /** @param {string} type */
      #tell(type) {
        if (listens(this, type)) sendEvent(this, type, { detail: this.#contents(), local: true });
      }

      /** @param {ClipboardEvent} event */
      #paste(event) {
        event.preventDefault();
        const html = event.clipboardData?.getData('text/html') ?? '';
        const text = event.clipboardData?.getData('text/plain') ?? '';
        this.#keep();
        if (html) this.#insert(this.#clean(html));
        else this.#insert(text.split(/\r?\n/).flatMap((line, at) => [...(at > 0 ? [document.createElement('br')] : []), document.createTextNode(line)]));
      }

      /** @param {string} html @returns {Node[]} */
      #clean(html) {
        return richFromHtml(new DOMParser().parseFromString(html.slice(0, EDITOR_LIMITS.html), 'text/html').body.childNodes, 0);
      }

      /** Puts nodes where the caret is. @param {Node[]} nodes */
      #insert(nodes) {
        this.#restore();
        const range = this.#range;
        const last = nodes[nodes.length - 1];
        if (!range || !last) return;
        range.deleteContents();
        const at = range.startContainer;
        // What only kept an empty paragraph open goes.
        if (at instanceof HTMLElement && at.childNodes.length === 1 && at.firstChild instanceof HTMLBRElement) at.replaceChildren();
        const fragment = document.createDocumentFragment();
        fragment.append(...nodes);
        range.insertNode(fragment);
        range.setStartAfter(last);
        range.collapse(true);
        this.#restore();
        this.#changed();
      }

      /** The paragraphs that the selection touches. @returns {HTMLElement[]} */
      #blocks() {
        const range = this.#range;
        if (!range) return [];
        const all = [...this.#box.querySelectorAll(':scope p, :scope h1, :scope h2, :scope h3, :scope h4, :scope h5, :scope h6, :scope li, :scope > div')];
        return /** @type {HTMLElement[]} */ (all.filter((block) => range.intersectsNode(block)));
      }

      /** @param {string} name @param {any} value */
      #format(name, value) {
        this.#restore();
        this.#keep();
        const order = COMMANDS[name];
        const on = this.#formats();
        const run = (/** @type {string} */ what, /** @type {string} */ more = '') => document.execCommand(what, false, more);
        run('styleWithCSS', 'false');
        if (order) run(order);
        else if (name === 'script') run(value === 'sub' ? 'subscript' : 'superscript');
        else if (name === 'header') run('formatBlock', Number(value) >= 1 && Number(value) <= 6 && on['header'] !== Number(value) ? `h${Math.floor(Number(value))}` : 'p');
        else if (name === 'list') this.#list(String(value), on['list']);
        else if (name === 'indent') this.#indent(Number(value) || (String(value).startsWith('-') ? -1 : 1));
        else if (BLOCK_STYLES[name]) for (const block of this.#blocks()) this.#style(block, BLOCK_STYLES[name], on[name] === value ? '' : String(value ?? ''));
        else if (INLINE_STYLES[name]) this.#mark(INLINE_STYLES[name], String(value ?? ''));
        else throw new Error(`invalid format ${name}`);
        this.#changed();
      }

      /** @param {HTMLElement} element @param {string} style @param {string} value */
      #style(element, style, value) {
        element.style.setProperty(style, value);
        if (element.getAttribute('style') === '') element.removeAttribute('style');
      }

      /** Styles the selected text: the browser marks it with a size that nobody uses, which then becomes ours. @param {string} style @param {string} value */
      #mark(style, value) {
        document.execCommand('fontSize', false, '7');
        for (const marked of this.#box.querySelectorAll('font[size="7"]')) {
          const span = document.createElement('span');
          this.#style(span, style, value);
          span.append(...marked.childNodes);
          for (const inner of span.querySelectorAll('span')) this.#style(inner, style, '');
          marked.replaceWith(span);
        }
        const selection = getSelection();
        if (selection?.rangeCount) this.#range = selection.getRangeAt(0).cloneRange();
      }

      /** @param {string} kind @param {unknown} now */
      #list(kind, now) {
        document.execCommand(kind === 'ordered' ? 'insertOrderedList' : 'insertUnorderedList', false);
        const selection = getSelection();
        if (selection?.rangeCount) this.#range = selection.getRangeAt(0).cloneRange();
        const list = this.#blocks()[0]?.closest('ul');
        if (list && (kind === 'check' || kind === 'unchecked' || kind === 'checked')) list.setAttribute('data-checked', String(kind === 'checked' && now !== 'checked'));
      }

      /** @param {number} by */
      #indent(by) {
        for (const block of this.#blocks()) {
          const now = Number(/\bql-indent-([1-8])\b/.exec(block.className)?.[1] ?? 0);
          const wanted = Math.min(8, Math.max(0, now + Math.sign(by)));
          block.className = wanted > 0 ? `ql-indent-${wanted}` : '';
        }
      }

      /** @param {any} args */
      #image(args) {
        const source = resource(String(args.src ?? ''), 'image');
        if (!source) throw new Error('invalid image source');
        const picture = h('img', { src: source, alt: String(args.alt ?? '').slice(0, 500) });
        for (const side of ['width', 'height']) if (args[side] !== undefined) picture.setAttribute(side, String(args[side]));
        if (args.extClass) picture.className = String(args.extClass);
        if (args.data && typeof args.data === 'object') picture.setAttribute('data-custom', Object.entries(args.data).map(([name, value]) => `${name}=${String(value)}`).join('&'));
        this.#keep();
        this.#insert(args.nowrap ? [picture] : [picture, document.createTextNode('')]);
      }

      /** @param {string} method @param {any} args */
      command(method, args) {
        switch (method) {
          case 'getContents': return this.#contents();
          case 'setContents': {
            this.#keep();
            if (args.delta) this.#put(nodesOfDelta(args.delta));
            else this.#put(this.#clean(String(args.html ?? '')));
            this.#caretToEnd();
            return this.#tell('input');
          }
          case 'insertText': this.#keep(); return this.#insert([document.createTextNode(String(args.text ?? '').slice(0, EDITOR_LIMITS.html))]);
          case 'insertDivider': this.#keep(); return this.#divide();
          case 'insertImage': return this.#image(args);
          case 'format': return this.#format(String(args.name), args.value);
          case 'removeFormat':
            this.#restore();
            this.#keep();
            document.execCommand('removeFormat');
            document.execCommand('formatBlock', false, 'p');
            for (const block of this.#blocks()) block.removeAttribute('style');
            return this.#changed();
          case 'clear': this.#keep(); this.#put([]); this.#caretToEnd(); return this.#tell('input');
          case 'undo': return this.#step(false);
          case 'redo': return this.#step(true);
          case 'blur': return this.#box.blur();
          case 'getSelectionText': return { text: this.#range ? this.#range.toString() : '' };
          case 'scrollIntoView': (this.#range?.startContainer.parentElement ?? this.#box).scrollIntoView({ block: 'nearest' }); return undefined;
          default: throw new Error('not supported');
        }
      }

      /** A line across, and a paragraph to go on in. */
      #divide() {
        this.#restore();
        const block = this.#blocks()[0];
        const next = h('p', {}, h('br'));
        const line = h('hr');
        if (block) block.closest('ul, ol, p, h1, h2, h3, h4, h5, h6, div.ql-editor > *')?.after(line, next);
        else this.#box.append(line, next);
        const range = document.createRange();
        range.setStart(next, 0);
        this.#range = range;
        this.#restore();
        this.#changed();
      }
    },
);
