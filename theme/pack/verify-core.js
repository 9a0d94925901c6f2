/*
 * What the checking page knows of packs, apart from the page itself: SHA-256, the manifest, the comparison.
 * ES2017, no request, no dependency. A "file" here is anything with path, size and slice(from, to) → Blob.
 */
/** @typedef {{path: string, size: number, slice: (from: number, to: number) => Blob}} PackFile */
/** @typedef {{path: string, size: number, sha256: string}} Listed in a manifest */
/**
 * @typedef {object} Manifest of a pack
 * @property {string} format
 * @property {string} form
 * @property {string} library
 * @property {string} version
 * @property {string} date
 * @property {string} base
 * @property {string} signed_by
 * @property {Listed[]} files
 * @property {string} digest
 */
/** @typedef {{state: "none"|"missing"|"bad"|"valid"|"unchecked", fingerprint: string}} Seal unchecked: the browser knows no Ed25519 */
/**
 * @typedef {object} Checked
 * @property {Manifest} manifest
 * @property {Seal} seal
 * @property {string[]} missing
 * @property {string[]} changed
 * @property {string[]} added
 * @property {[string, string][]} renamed old path, new path
 */
var anliku = window.anliku || {};
anliku.verify = (function () {
  "use strict";

  const MANIFEST = "MANIFEST.json";
  const SIGNATURE = "MANIFEST.sig";
  const FORMAT = "anliku-pack/1";
  const PURPOSE = "anliku-pack/1 manifest\0";
  const CHUNK = 4 << 20;
  const WHOLE_UP_TO = 64 << 20;
  const K = roundConstants();
  const NAME = 200;
  /** @type {("format"|"form"|"library"|"version"|"date"|"base"|"signed_by")[]} */
  const HEAD = ["format", "form", "library", "version", "date", "base", "signed_by"];
  const FORMS = ["full", "compact", "update"];
  // printable.py names the characters that must not be shown; the list is put in here when a pack is made.
  /** @type {string[][]} */
  const RANGES = JSON.parse("@@unprintable@@").map((/** @type {number[]} */ range) => range.map((code) => "\\u{" + code.toString(16) + "}"));
  const UNPRINTABLE = new RegExp("[" + RANGES.map((range) => range.join("-")).join("") + "]", "u");
  const EVERY_UNPRINTABLE = new RegExp(UNPRINTABLE.source, "gu");

  /** The first 32 bits of the fractions of the cube roots of the first 64 primes. */
  function roundConstants() {
    /** @type {number[]} */
    const constants = [];
    for (let number = 2; constants.length < 64; number++) {
      let prime = true;
      for (let i = 2; i * i <= number; i++) if (number % i === 0) prime = false;
      if (prime) constants.push(((Math.cbrt(number) % 1) * 0x100000000) | 0);
    }
    return constants;
  }

  /** An incremental SHA-256, for browsers that offer none on file:// and for files too large to hold. */
  class Sha256 {
    constructor() {
      this.state = [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
      ].map((word) => word | 0);
      this.rest = new Uint8Array(64);
      this.used = 0;
      this.length = 0;
      this.words = new Int32Array(64);
    }

    /** @param {Uint8Array} bytes */
    add(bytes) {
      let at = 0;
      this.length += bytes.length;
      if (this.used) {
        at = Math.min(64 - this.used, bytes.length);
        this.rest.set(bytes.subarray(0, at), this.used);
        this.used += at;
        if (this.used < 64) return this;
        this.block(this.rest, 0);
        this.used = 0;
      }
      for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
      this.rest.set(bytes.subarray(at));
      this.used = bytes.length - at;
      return this;
    }

    /** @param {Uint8Array} bytes @param {number} at */
    block(bytes, at) {
      const w = this.words;
      const s = this.state;
      let [a, b, c, d, e, f, g, h] = s;
      for (let i = 0; i < 16; i++, at += 4) {
        w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
      }
      for (let i = 16; i < 64; i++) {
        const x = w[i - 15];
        const y = w[i - 2];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
      }
      for (let i = 0; i < 64; i++) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => (s[i] = (s[i] + word) | 0));
    }

    hex() {
      const bits = this.length * 8;
      const end = new Uint8Array((this.used < 56 ? 64 : 128) - this.used);
      const view = new DataView(end.buffer);
      end[0] = 0x80;
      view.setUint32(end.length - 8, Math.floor(bits / 0x100000000));
      view.setUint32(end.length - 4, bits >>> 0);
      this.add(end);
      return this.state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
    }
  }

  /** @param {ArrayBuffer} buffer */
  function toHex(buffer) {
    return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** The browser's own hashing, or null where file:// has none. */
  function subtle() {
    return (window.crypto && window.crypto.subtle) || null;
  }

  /**
   * @param {Blob} blob
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  function bytesOf(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(new Uint8Array(reader.result instanceof ArrayBuffer ? reader.result : new ArrayBuffer(0)));
      reader.onerror = () => reject(reader.error);
      reader.readAsArrayBuffer(blob);
    });
  }

  /**
   * SHA-256 of a file as hex; `own` forces our own implementation.
   * @param {PackFile} file
   * @param {boolean} own
   */
  async function hashFile(file, own) {
    const native = own ? null : subtle();
    if (native && file.size <= WHOLE_UP_TO) return toHex(await native.digest("SHA-256", await bytesOf(file.slice(0, file.size))));
    const hash = new Sha256();
    for (let at = 0; at < file.size; at += CHUNK) hash.add(await bytesOf(file.slice(at, at + CHUNK)));
    return hash.hex();
  }

  /** @param {string} text */
  function isPrintable(text) {
    return !UNPRINTABLE.test(text);
  }

  /**
   * A foreign text as it may be shown: what an eye or a screen would obey is written out, and it has an end.
   * @param {string} text
   */
  function visible(text) {
    const whole = Array.from(text);
    const first = whole.slice(0, Math.floor((NAME * 2) / 3)).join("");
    const last = whole.slice(whole.length - Math.floor(NAME / 3)).join("");
    const shown = whole.length > NAME ? first + "……（共 " + whole.length + " 个字）……" + last : text;
    /** @type {(found: string) => string} */
    const escaped = (found) => {
      let units = "";
      for (let at = 0; at < found.length; at++) {
        units += "\\u" + found.charCodeAt(at).toString(16).padStart(4, "0");
      }
      return units;
    };
    return shown.replace(EVERY_UNPRINTABLE, escaped);
  }

  /** @param {string} text */
  function isVersion(text) {
    const named = /^[0-9A-Za-z]([0-9A-Za-z.-]{0,38}[0-9A-Za-z])?$/.test(text);
    const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i.test(text);
    return named && !reserved && /\d/.test(text.split("-")[0]);
  }

  /** @param {any} file */
  function isFile(file) {
    return (
      typeof file.path === "string" &&
      isPrintable(file.path) &&
      file.path.split("/").every((/** @type {string} */ name) => name && name !== "." && name !== "..") &&
      Number.isSafeInteger(file.size) &&
      file.size >= 0 &&
      /^[0-9a-f]{64}$/.test(file.sha256)
    );
  }

  /**
   * Whether a manifest says nothing that one of ours could not.
   * @param {any} data
   */
  function isSound(data) {
    return (
      HEAD.every((key) => typeof data[key] === "string") &&
      FORMS.indexOf(data.form) >= 0 &&
      isPrintable(data.library) &&
      Array.from(data.library).length <= NAME &&
      isVersion(data.version) &&
      (data.base === "" || isVersion(data.base)) &&
      /^\d{4}-\d{2}-\d{2}$/.test(data.date) &&
      /^([0-9a-f]{4}(-[0-9a-f]{4}){7})?$/.test(data.signed_by) &&
      data.files.every((/** @type {any} */ file) => file && isFile(file))
    );
  }

  /**
   * The one way to write what a manifest says, up to its digest.
   * @param {Manifest} data
   */
  function written(data) {
    const head = HEAD.map((key) => JSON.stringify(key) + ": " + JSON.stringify(data[key]) + ",\n").join("");
    const rows = data.files.map(
      (file) =>
        '{"path": ' + JSON.stringify(file.path) + ', "size": ' + file.size + ', "sha256": "' + file.sha256 + '"}',
    );
    return "{\n" + head + '"files": [\n' + rows.join(",\n") + "\n],\n";
  }

  /**
   * The manifest that bytes hold; throws a sentence for the user when they are not exactly one of ours.
   * @param {Uint8Array} bytes
   * @returns {Manifest}
   */
  function parseManifest(bytes) {
    let text;
    let data;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      data = JSON.parse(text);
    } catch (error) {
      throw new Error(MANIFEST + " 读不懂：它坏了，或不是案例库的清单。");
    }
    if (!data || data.format !== FORMAT || !Array.isArray(data.files)) {
      throw new Error(MANIFEST + " 的格式不是 " + FORMAT + "。");
    }
    const end = '"digest": "' + data.digest + '"\n}\n';
    if (!isSound(data)) throw new Error(MANIFEST + " 里有不许有的东西：看不见的字符、不对的版本号、日期或路径。");
    const body = new TextEncoder().encode(written(data));
    if (text !== written(data) + end || new Sha256().add(body).hex() !== data.digest) {
      throw new Error(MANIFEST + " 被改过：内容和它自己的校验值对不上。");
    }
    return data;
  }

  /**
   * Files of the folder that holds the manifest, by their path in it; throws when there is not exactly one.
   * @param {PackFile[]} files
   */
  function packFiles(files) {
    const homes = Array.from(files, (file) => file.path)
      .filter((path) => path === MANIFEST || path.endsWith("/" + MANIFEST))
      .map((path) => path.slice(0, -MANIFEST.length));
    /** @type {(home: string) => number} */
    const depth = (home) => home.split("/").length;
    const least = Math.min(...homes.map(depth));
    const tops = homes.filter((home) => depth(home) === least);
    if (!tops.length) throw new Error("这个文件夹里没有 " + MANIFEST + "：选错了文件夹，或清单被删了。");
    if (tops.length > 1) throw new Error("这个文件夹里有 " + tops.length + " 个包，请选其中一个包的文件夹。");
    /** @type {Map<string, PackFile>} */
    const inside = new Map();
    for (const file of files) {
      if (file.path.startsWith(tops[0])) inside.set(file.path.slice(tops[0].length), file);
    }
    return inside;
  }

  /**
   * Compares files with the manifest among them.
   * @param {PackFile[]} files
   * @param {(done: number, total: number) => void} tell called after each file
   * @param {boolean} own whether to hash by ourselves
   * @returns {Promise<Checked>}
   */
  async function check(files, tell, own) {
    const here = packFiles(files);
    const manifestFile = here.get(MANIFEST);
    const manifestBytes = await bytesOf(manifestFile ? manifestFile.slice(0, manifestFile.size) : new Blob());
    const manifest = parseManifest(manifestBytes);
    const seal = await checkSeal(manifest, manifestBytes, here.get(SIGNATURE));
    here.delete(MANIFEST);
    here.delete(SIGNATURE);
    /** @type {Checked} */
    const result = { manifest, seal, missing: [], changed: [], added: [], renamed: [] };
    /** @type {Listed[]} */
    const gone = [];
    let done = 0;
    for (const known of manifest.files) {
      const file = here.get(known.path);
      if (!file) gone.push(known);
      else if (!(await isSame(file, known, own))) result.changed.push(known.path);
      here.delete(known.path);
      tell(++done, manifest.files.length);
    }
    await pairRenamed(gone, here, result, own);
    return result;
  }

  /** @param {PackFile} file @param {Listed} known @param {boolean} own */
  async function isSame(file, known, own) {
    try {
      return file.size === known.size && (await hashFile(file, own)) === known.sha256;
    } catch (error) {
      return false; // a file that cannot be read is not the file that was packed
    }
  }

  /** @param {Listed[]} gone @param {Map<string, PackFile>} strangers @param {Checked} result @param {boolean} own */
  async function pairRenamed(gone, strangers, result, own) {
    for (const [path, file] of strangers) {
      const candidates = gone.filter((known) => known.size === file.size);
      /** @type {Listed|null} */
      let old = null;
      for (const known of candidates) if (!old && (await isSame(file, known, own))) old = known;
      if (old) {
        gone.splice(gone.indexOf(old), 1);
        result.renamed.push([old.path, path]);
      } else {
        result.added.push(path);
      }
    }
    result.missing = gone.map((known) => known.path);
    result.added.sort();
  }

  /** @param {string} text */
  function fromBase64(text) {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  }

  /**
   * Whether the signature belongs to the manifest.
   * @param {Manifest} manifest
   * @param {Uint8Array} manifestBytes
   * @param {PackFile|undefined} file
   * @returns {Promise<Seal>}
   */
  async function checkSeal(manifest, manifestBytes, file) {
    if (!file) return { state: manifest.signed_by ? "missing" : "none", fingerprint: manifest.signed_by };
    const text = new TextDecoder().decode(await bytesOf(file.slice(0, 10000)));
    const found = /^anliku-signature\/1\nkey ([A-Za-z0-9+/]{43}=)\nsignature ([A-Za-z0-9+/]{86}==)\n$/.exec(text);
    if (!found) return { state: "bad", fingerprint: "" };
    const key = fromBase64(found[1]);
    const fingerprint = new Sha256().add(key).hex().slice(0, 32).replace(/.{4}(?=.)/g, "$&-");
    if (fingerprint !== manifest.signed_by) return { state: "bad", fingerprint };
    const purpose = new TextEncoder().encode(PURPOSE);
    const message = new Uint8Array(purpose.length + manifestBytes.length);
    message.set(purpose);
    message.set(manifestBytes, purpose.length);
    const native = subtle();
    if (!native) return { state: "unchecked", fingerprint };
    try {
      const imported = await native.importKey("raw", key, "Ed25519", false, ["verify"]);
      const valid = await native.verify("Ed25519", imported, fromBase64(found[2]), message);
      return { state: valid ? "valid" : "bad", fingerprint };
    } catch (error) {
      return { state: "unchecked", fingerprint };
    }
  }

  return { check, hashFile, parseManifest, isPrintable, visible, Sha256 };
})();
