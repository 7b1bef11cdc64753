// wx-map: the map element. Reads its attributes, keeps markers and shapes on a SlippyMap, tells taps and regions. Places are
// GCJ-02, as programs give them. Where the user is, it asks of the core, which asks the user; it must not find out itself.

const MAP_SHEET = `
:host { display: inline-block; position: relative; overflow: hidden; contain: content; }
:host([hidden]) { display: none; }
.pins { position: absolute; left: 0; top: 0; }
.controls { position: absolute; inset: 0; pointer-events: none; }
.controls button { all: unset; position: absolute; pointer-events: auto; cursor: pointer; }
.controls img { display: block; width: 100%; height: 100%; }
.covers { position: absolute; inset: 0; pointer-events: none; }
.covers ::slotted(*) { pointer-events: auto; }
.covers slot[name="callout"] { display: contents; }
`;

/** Where tiles come from, as the core wrote it into the document. @returns {TileSource | null} */
function tileSource() {
  try {
    const given = JSON.parse(document.querySelector('meta[name="banchan-tiles"]')?.getAttribute('content') ?? 'null');
    return given && typeof given.url === 'string' ? given : null;
  } catch {
    return null;
  }
}

registerElement('wx-map', () => {
  const style = sheet(MAP_SHEET + SLIPPY_SHEET + MARKER_SHEET + CLUSTER_SHEET);

  return class extends WxElement {
    #clusters = new Clusters();
    static observedAttributes = ['latitude', 'longitude', 'scale', 'min-scale', 'max-scale', 'markers', 'covers', 'polyline', 'circles', 'polygons', 'controls', 'include-points',
      'show-location', 'show-compass', 'show-scale', 'enable-zoom', 'enable-scroll', 'enable-rotate', 'rotate', 'setting'];

    /** @type {Map<number, Pin>} */
    #pins = new Map();
    /** @type {SlippyMap} */
    #map = /** @type {any} */ (null);
    #pinLayer = h('div', { class: 'pins' });
    #controls = h('div', { class: 'controls' });
    /** @type {{ at: LatLng, accuracy: number } | null} */
    #here = null;
    #asked = false;
    /** @type {Set<string>} */
    #dirty = new Set();
    /** @type {any} */
    #setting = {};
    #told = false;

    make() {
      this.#map = new SlippyMap({
        tiles: tileSource(),
        region: (type, cause) => this.#region(type, cause),
        shapes: (pen, map) => this.#shapes(pen, map),
        drawn: (map) => this.#drawn(map),
      });
      this.#map.over.append(this.#pinLayer);
      this.shadow(style, this.#map.element, this.#controls, h('div', { class: 'covers' }, h('slot')));
      this.#map.element.setAttribute('role', 'application');
      this.#map.element.setAttribute('aria-label', this.getAttribute('aria-label') ?? say('map'));
      for (const name of ['setting', 'min-scale', 'max-scale', 'rotate', 'latitude', 'scale', 'enable-zoom', 'enable-scroll', 'enable-rotate', 'show-scale', 'show-compass', 'markers', 'controls', 'include-points', 'show-location']) this.#apply(name);
      new MutationObserver(() => this.#map.draw()).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    }

    detached() {
      if (!this.isConnected) this.#map?.end();
    }

    attached() {
      if (!this.#map) return;
      this.#map.observer.observe(this.#map.element);
      this.#map.draw();
    }

    /** What one patch changes is applied together. @param {string} name */
    update(name) {
      if (this.#dirty.size === 0) queueMicrotask(() => guard('wx-map', () => {
        const names = [...this.#dirty];
        this.#dirty.clear();
        if (names.includes('longitude') && !names.includes('latitude')) names.push('latitude');
        for (const one of names) this.#apply(one);
        this.#map.draw(() => sendEvent(this, 'updated', { local: true }));
      }));
      this.#dirty.add(name);
    }

    /** @param {string} name in kebab case @param {boolean} otherwise */
    #flag(name, otherwise) {
      const own = this.#setting[name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())];
      return typeof own === 'boolean' ? own : boolAttr(this, name, otherwise);
    }

    /** @param {string} name */
    #apply(name) {
      const map = this.#map;
      switch (name) {
        case 'setting': {
          const given = jsonAttr(this, 'setting');
          this.#setting = given && typeof given === 'object' ? given : {};
          for (const one of ['enable-zoom', 'enable-scroll', 'enable-rotate', 'show-scale', 'show-compass', 'show-location']) this.#apply(one);
          if (Number.isFinite(this.#setting.scale)) map.go(null, this.#setting.scale);
          if (Number.isFinite(this.#setting.rotate)) map.go(null, undefined, this.#setting.rotate);
          break;
        }
        case 'min-scale': map.minZoom = clampTo(numAttr(this, name, 3), 1, 20); break;
        case 'max-scale': map.maxZoom = clampTo(numAttr(this, name, 20), 1, 20); break;
        case 'latitude': {
          const at = placeFrom({ latitude: this.getAttribute('latitude'), longitude: this.getAttribute('longitude') });
          if (at) map.go(at);
          break;
        }
        case 'scale': map.go(null, numAttr(this, 'scale', 16)); break;
        case 'enable-zoom': map.canZoom = this.#flag(name, true); break;
        case 'enable-scroll': map.canScroll = this.#flag(name, true); break;
        case 'enable-rotate': map.canRotate = this.#flag(name, false); break;
        case 'rotate': if (this.hasAttribute(name)) map.go(null, undefined, numAttr(this, name, 0)); break;
        case 'show-scale': map.showBar(this.#flag(name, false)); break;
        case 'show-compass': map.north.hidden = !this.#flag(name, false); break;
        case 'show-location': if (this.#flag(name, false) && !this.#asked) this.#locate().catch((why) => report('a map can not show where the user is', why)); break;
        case 'markers':
        case 'covers': this.#setMarkers(listOf(jsonAttr(this, 'markers') ?? jsonAttr(this, 'covers')), true); break;
        case 'controls': this.#setControls(listOf(jsonAttr(this, 'controls'))); break;
        case 'include-points': map.fit(listOf(jsonAttr(this, name)).map(placeFrom).flatMap((at) => at ?? []), [30, 30, 30, 30]); break;
        default:
      }
      map.draw();
    }

    /** @param {any[]} given @param {boolean} clear */
    #setMarkers(given, clear) {
      /** @type {Set<number>} */
      const kept = new Set();
      for (const one of given.slice(0, MAX_MARKERS)) {
        const at = placeFrom(one);
        if (!at) continue;
        if (this.#clusters.on && Number.isFinite(one.clusterId)) {
          this.#setClusterMark(one.clusterId, one, at);
          continue;
        }
        const id = Number.isFinite(Number(one.id)) && one.id !== null ? Number(one.id) : -1 - kept.size;
        kept.add(id);
        const before = this.#pins.get(id);
        if (before && JSON.stringify(before.given) === JSON.stringify(one)) continue;
        const pin = new Pin({ ...one, id }, at, (kind, number) => this.#hit(kind, number));
        pin.given = one;
        if (before) {
          pin.open ||= before.open && pin.callout !== null && one.callout?.display !== 'ALWAYS';
          pin.lay();
          before.element.replaceWith(pin.element);
        } else {
          if (this.#pins.size >= MAX_MARKERS) break;
          this.#pinLayer.append(pin.element);
        }
        this.#pins.set(id, pin);
      }
      if (clear) for (const [id, pin] of this.#pins) if (!kept.has(id)) this.#drop(id, pin);
      this.#clusters.forget();
      this.#map.draw();
    }

    /** A marker of the program that stands for a cluster. @param {number} id @param {any} given @param {LatLng} at */
    #setClusterMark(id, given, at) {
      // Of one that is gone since it was told.
      if (!this.#clusters.all.has(id)) return;
      const pin = new Pin({ ...given, id }, at, () => this.#hitCluster(id));
      pin.element.dataset['cluster'] = String(id);
      this.#clusters.own.get(id)?.element.remove();
      this.#clusters.own.set(id, pin);
      this.#pinLayer.append(pin.element);
    }

    /** The mark of a cluster that has none of the program. @param {ClusterInfo} info */
    #clusterMark(info) {
      const names = info.markerIds.slice(0, 3).map((id) => this.#pins.get(id)?.body.getAttribute('aria-label') ?? id).join(', ');
      const made = h('button', { type: 'button', class: 'cluster', 'data-hit': 'cluster', 'aria-label': `${info.markerIds.length}: ${names}${info.markerIds.length > 3 ? '…' : ''}` }, String(info.markerIds.length));
      made.addEventListener('keydown', (event) => {
        if ((event.key !== 'Enter' && event.key !== ' ') || event.repeat) return;
        event.preventDefault();
        this.#hitCluster(info.clusterId);
      });
      const around = h('div', { class: 'marker', 'data-cluster': String(info.clusterId) }, made);
      this.#pinLayer.append(around);
      return around;
    }

    /** @param {number} id */
    #hitCluster(id) {
      const cluster = this.#clusters.all.get(id);
      if (!cluster) return;
      const { clusterId, center, markerIds } = cluster;
      this.#clusters.tell('markerClusterClick', { cluster: { clusterId, center, markerIds } });
      if (!this.#clusters.zooms) return;
      const places = cluster.pins.map((pin) => pin.at);
      const { southwest, northeast } = boundsOf(places);
      if (southwest.latitude === northeast.latitude && southwest.longitude === northeast.longitude) this.#map.go(center, this.#map.zoom + 2);
      else this.#map.fit(places, [60, 60, 60, 60]);
    }

    /** @param {number} id @param {Pin} pin */
    #drop(id, pin) {
      pin.element.remove();
      this.#pins.delete(id);
      this.#clusters.forget();
      this.#map.draw();
    }

    /** @param {any[]} given */
    #setControls(given) {
      this.#controls.replaceChildren(...given.slice(0, 50).map((one) => {
        const picture = h('img', { alt: '' });
        const source = resource(String(one?.iconPath ?? ''), 'image');
        if (source) picture.src = source;
        const made = h('button', { type: 'button', 'data-hit': 'control', 'data-id': String(Number(one?.id)), 'aria-label': String(one?.ariaLabel ?? one?.id ?? '') }, picture);
        if (one?.clickable !== true) made.setAttribute('style', 'pointer-events:none');
        for (const side of /** @type {const} */ (['left', 'top', 'width', 'height'])) {
          const px = Number(one?.position?.[side]);
          if (Number.isFinite(px)) made.style[side] = `${px}px`;
        }
        made.addEventListener('keydown', (event) => {
          if (event.key === 'Enter' || event.key === ' ') this.#hit('control', Number(one?.id));
        });
        return made;
      }));
    }

    /** @param {'begin' | 'end'} type @param {string} causedBy */
    #region(type, causedBy) {
      const state = type === 'end' ? { rotate: this.#map.rotate, skew: 0, scale: this.#map.zoom, centerLocation: this.#map.center, region: this.#map.region() } : {};
      sendEvent(this, 'regionchange', { detail: { type, causedBy, ...state }, local: true });
    }

    /** @param {CanvasRenderingContext2D} pen @param {SlippyMap} map */
    #shapes(pen, map) {
      const frame = { spot: (/** @type {LatLng} */ at) => map.spot(at), zoom: map.zoom, latitude: map.center.latitude };
      for (const shape of listOf(jsonAttr(this, 'polygons'))) drawPolygon(pen, shape, frame);
      for (const shape of listOf(jsonAttr(this, 'circles'))) drawCircle(pen, shape, frame);
      for (const shape of listOf(jsonAttr(this, 'polyline'))) drawPolyline(pen, shape, frame);
    }

    /** @param {SlippyMap} map */
    #drawn(map) {
      const dark = document.documentElement.dataset['theme'] === 'dark';
      if (map.dark !== dark) {
        map.dark = dark;
        map.draw();
      }
      this.#clusters.sort(this.#pins.values(), map.zoom, (info) => this.#clusterMark(info));
      this.#clusters.put((at) => map.spot(at));
      for (const pin of this.#pins.values()) {
        const spot = map.spot(pin.at);
        pin.element.hidden = this.#clusters.holds(pin);
        pin.put(spot);
        const custom = pin.given.customCallout ? this.querySelector(`:scope [marker-id="${pin.id}"]`) : null;
        if (custom instanceof HTMLElement) {
          const seen = !pin.element.hidden && (pin.open || pin.given.customCallout.display === 'ALWAYS');
          custom.style.cssText += `;position:absolute;left:${spot.x}px;top:${spot.y - pin.height * pin.anchor.y - 4}px;transform:translate(-50%,-100%);display:${seen ? 'block' : 'none'}`;
        }
      }
      this.#drawHere(map);
      if (!this.#told) {
        this.#told = true;
        sendEvent(this, 'updated', { local: true });
      }
    }

    /** The dot where the user is. @param {SlippyMap} map */
    #drawHere(map) {
      const here = this.#flag('show-location', false) ? this.#here : null;
      let dot = this.#pinLayer.querySelector('.marker.me');
      if (!here) return dot?.remove();
      if (!dot) {
        dot = h('div', { class: 'marker me', role: 'img', 'aria-label': say('here') }, h('div', { class: 'reach' }), h('div', { class: 'here' }));
        this.#pinLayer.prepend(dot);
      }
      const spot = map.spot(here.at);
      const reach = dot.firstElementChild;
      const side = Math.min(2000, (2 * here.accuracy) / metresPerPixel(here.at.latitude, map.zoom));
      if (reach instanceof HTMLElement) reach.style.width = reach.style.height = `${side.toFixed(0)}px`;
      if (dot instanceof HTMLElement) dot.style.transform = `translate(${spot.x.toFixed(1)}px, ${spot.y.toFixed(1)}px)`;
    }

    /** Asks where the user is. @returns {Promise<LatLng>} */
    async #locate() {
      this.#asked = true;
      const found = await want('location', { type: 'gcj02' });
      const at = placeFrom(found);
      if (!at) throw new Error('the position is not known');
      this.#here = { at, accuracy: Math.max(0, Number(found.accuracy) || 0) };
      this.#map.draw();
      return at;
    }

    /** A tap on a marker, label, callout or control. @param {string} kind @param {number} id */
    #hit(kind, id) {
      const pin = this.#pins.get(id);
      if (kind === 'control') return void sendEvent(this, 'controltap', { detail: { controlId: id }, local: true });
      if (!pin) return undefined;
      if (kind === 'marker') {
        for (const other of this.#pins.values()) if (other !== pin) this.#fold(other);
        pin.open = pin.given.callout?.display === 'ALWAYS' || !pin.open;
        pin.lay();
        this.#map.draw();
      }
      const { latitude, longitude } = pin.at;
      return void sendEvent(this, `${kind}tap`, { detail: { markerId: id, latitude, longitude }, local: true });
    }

    /** Closes a callout that only a tap had opened. @param {Pin} pin */
    #fold(pin) {
      if (!pin.open || pin.given.callout?.display === 'ALWAYS') return;
      pin.open = false;
      pin.lay();
    }

    /** What a tap at a place of the page is: one on a marker is no tap on the map. @param {number} x @param {number} y */
    tapDetail(x, y) {
      const [left, top] = [x - scrollX, y - scrollY];
      const hit = this.shadowRoot?.elementFromPoint(left, top)?.closest('[data-hit]');
      if (hit instanceof HTMLElement) {
        const cluster = hit.closest('[data-cluster]');
        if (cluster instanceof HTMLElement) {
          this.#hitCluster(Number(cluster.dataset['cluster']));
          return null;
        }
        const pin = [...this.#pins.values()].find((one) => one.element.contains(hit));
        this.#hit(hit.dataset['hit'] ?? '', pin ? pin.id : Number(hit.dataset['id']));
        return null;
      }
      for (const pin of this.#pins.values()) this.#fold(pin);
      this.#map.draw();
      const box = this.getBoundingClientRect();
      return this.#map.place(left - box.left, top - box.top);
    }

    /** @param {string} method @param {any} args */
    command(method, args) {
      const map = this.#map;
      const place = (/** @type {any} */ given) => {
        const at = placeFrom(given);
        if (!at) throw new Error('invalid coordinates');
        return at;
      };
      switch (method) {
        case 'getCenterLocation': return { ...map.center };
        case 'getScale': return { scale: map.zoom };
        case 'getRotate': return { rotate: map.rotate };
        case 'getSkew': return { skew: 0 };
        case 'getRegion': return map.region();
        case 'moveToLocation':
          if (args.latitude !== undefined || args.longitude !== undefined) return map.go(place(args));
          return this.#locate().then((at) => map.go(at));
        case 'includePoints': {
          const points = listOf(args.points).map(place);
          if (points.length === 0) throw new Error('parameter error: parameter.points should be Array instead of Undefined;');
          return map.fit(points, listOf(args.padding).map((px) => shapeNumber(px, 0, 500)));
        }
        case 'initMarkerCluster':
          this.#clusters.begin(args);
          return map.draw();
        case 'on': return this.#clusters.next();
        case 'addMarkers': return this.#setMarkers(listOf(args.markers), args.clear === true);
        case 'removeMarkers':
          for (const id of listOf(args.markerIds).map(Number)) {
            const pin = this.#pins.get(id);
            if (pin) this.#drop(id, pin);
          }
          return undefined;
        case 'toScreenLocation': return map.spot(place(args));
        case 'fromScreenLocation': return map.place(Number(args.x) || 0, Number(args.y) || 0);
        case 'setCenterOffset': {
          const [x, y] = listOf(args.offset).map((part) => clampTo(Number(part), 0.25, 0.75));
          if (!Number.isFinite(x) || !Number.isFinite(y)) throw new Error('parameter error: parameter.offset should be Array');
          map.offset = { x: Number(x), y: Number(y) };
          return map.draw();
        }
        case 'setBoundary': map.boundary = args.southwest ? { southwest: place(args.southwest), northeast: place(args.northeast) } : null; return map.go({ ...map.center });
        case 'translateMarker': return this.#travel(args.markerId, [place(args.destination)], Number(args.duration) || 1000, args.autoRotate !== false ? null : Number(args.rotate) || 0);
        case 'moveAlong': return this.#travel(args.markerId, listOf(args.path).map(place), Number(args.duration) || 1000, args.autoRotate === false ? 0 : null);
        default: throw new Error('not supported');
      }
    }

    /**
     * Moves a marker along places. Answered when it is there.
     * @param {unknown} id @param {LatLng[]} path @param {number} duration ms @param {number | null} turn degrees that it turns; null: along the way
     */
    #travel(id, path, duration, turn) {
      const pin = this.#pins.get(Number(id));
      if (!pin) throw new Error(`marker ${String(id)} does not exist`);
      const way = [pin.at, ...path];
      const lengths = way.slice(1).map((to, at) => { const [a, b] = [toWorld(way[at] ?? to, 16), toWorld(to, 16)]; return Math.hypot(b.x - a.x, b.y - a.y); });
      const whole = lengths.reduce((sum, length) => sum + length, 0);
      const [began, angle] = [performance.now(), pin.angle];
      return new Promise((done) => {
        const step = () => {
          const part = clampTo((performance.now() - began) / Math.max(1, duration), 0, 1);
          let left = part * whole;
          let leg = 0;
          while (leg < lengths.length - 1 && left > (lengths[leg] ?? 0)) left -= lengths[leg++] ?? 0;
          const [from, to] = [way[leg] ?? pin.at, way[leg + 1] ?? pin.at];
          const share = lengths[leg] ? left / (lengths[leg] ?? 1) : 1;
          pin.at = part >= 1 ? way[way.length - 1] ?? to : { latitude: from.latitude + (to.latitude - from.latitude) * share, longitude: from.longitude + (to.longitude - from.longitude) * share };
          if (turn !== null) pin.angle = angle + turn * part;
          else if (lengths[leg]) { const [a, b] = [toWorld(from, 16), toWorld(to, 16)]; pin.angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI + 90; }
          pin.lay();
          pin.put(this.#map.spot(pin.at));
          if (part < 1 && this.isConnected) requestAnimationFrame(step);
          else done({});
        };
        step();
      });
    }
  };
});
