/*
 * Loading data files. Each is a classic script that calls `anliku.shard(name, checksum, value)`, once or for several
 * shards: the only way to read a file from a page on file://. The search index comes so, and the cases of a compact pack.
 */
/**
 * @typedef {object} Loader
 * @property {(name: string) => Promise<any>} load the value of a shard; loaded once; `absent` on the error: its file is
 *   there without it
 * @property {(name: string) => string} file the path of the file that holds a shard
 * @property {number} bytes read so far
 * @property {Set<string>} problems names of shards that are missing or damaged
 */
var anliku = window.anliku || {};
// The viewer of a compact pack brings it along, and has asked for files already.
anliku.shards = anliku.shards || (function () {
  "use strict";

  const BUNDLES = "bundles";
  /** @typedef {Map<string, {checksum: number, value: any}>} Shards */
  /** @type {Map<HTMLOrSVGScriptElement|null, Shards>} */
  const running = new Map();

  /**
   * Called by the data files, as `anliku.shard`.
   * @param {string} name
   * @param {number} sum Adler-32 of the strings in `value`, or -1 where `value` is not a list of strings
   * @param {any} value
   */
  function receive(name, sum, value) {
    const shards = running.get(document.currentScript);
    if (shards) shards.set(name, { checksum: sum, value: value });
  }

  /**
   * Adler-32 of the UTF-16LE bytes of all strings.
   * @param {string[]} strings
   */
  function checksum(strings) {
    let a = 1;
    let b = 0;
    for (const text of strings) {
      for (let from = 0; from < text.length; from += 1000) {
        const end = Math.min(text.length, from + 1000);
        for (let i = from; i < end; i++) {
          // Two bytes in one step: every first query waits for some 60,000.
          const unit = text.charCodeAt(i);
          const low = unit & 255;
          const both = low + (unit >> 8);
          b += a + a + low + both;
          a += both;
        }
        a %= 65521;
        b %= 65521;
      }
    }
    return (b % 65521) * 65536 + (a % 65521);
  }

  /**
   * The number of bytes of a file with this value: UTF-16, so two a character.
   * @param {{checksum: number, value: any}} shard
   */
  function bytesOf(shard) {
    /** @type {string[]} */
    const strings = shard.checksum >= 0 ? shard.value : [];
    return shard.checksum >= 0 ? 2 * strings.reduce((sum, text) => sum + text.length + 3, 40) : 2 * JSON.stringify(shard.value).length + 40;
  }

  /**
   * Run a script and give what it hands over, by name.
   * @param {string} address
   * @returns {Promise<Shards>}
   */
  function run(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      /** @type {Shards} */
      const shards = new Map();
      running.set(script, shards);
      const finish = () => {
        running.delete(script);
        script.remove();
        if (shards.size) resolve(shards);
        else reject(new Error(address + " cannot be read"));
      };
      script.onload = finish;
      script.onerror = finish;
      script.src = address;
      document.head.appendChild(script);
    });
  }

  /**
   * @param {string} base the path from the page to the root of the site, for example "../"
   * @param {string} folder of the data, for example "search/"
   * @param {(name: string) => string} [bundle] the name of the file that holds a shard, where no table tells it
   * @returns {Loader}
   */
  function scriptLoader(base, folder, bundle) {
    /** @type {Loader} */
    const loader = { bytes: 0, problems: new Set(), load: load, file: file };
    /** @type {Map<string, Promise<any>>} */
    const loaded = new Map();
    /** @type {Map<string, Promise<Shards>>} */
    const files = new Map();
    /** @type {[string, string, string][]} */
    let bundles = [];

    /**
     * A shard is in the file of its name, up to a dot. A compact pack has many shards in one file; a shard named `bundles`
     * tells: [[first name, last, file], …].
     * @param {string} name
     */
    function file(name) {
      const within = bundles.filter((one) => one[0] <= name && name <= one[1])[0];
      return folder + (within ? within[2] : bundle ? bundle(name) : name.split(".")[0]) + ".js";
    }

    /** @param {string} name */
    function load(name) {
      const known = loaded.get(name);
      if (known) return known;
      const promise = request(name);
      loaded.set(name, promise);
      promise.catch(() => {
        loader.problems.add(name);
        loaded.delete(name);
        files.delete(file(name));
      });
      return promise;
    }

    /** @param {string} name */
    async function request(name) {
      const shard = (await read(file(name))).get(name);
      if (!shard) throw Object.assign(new Error(name + " is not in its file"), { absent: true });
      if (shard.checksum >= 0 && checksum(shard.value) !== shard.checksum) throw new Error(name + " is damaged");
      loader.problems.delete(name);
      return shard.value;
    }

    /** @param {string} path */
    function read(path) {
      const known = files.get(path);
      if (known) return known;
      const promise = run(base + path).then(count);
      files.set(path, promise);
      return promise;
    }

    /** @param {Shards} shards */
    function count(shards) {
      shards.forEach((shard) => (loader.bytes += bytesOf(shard)));
      const told = shards.get(BUNDLES);
      if (told) bundles = told.value;
      return shards;
    }

    return loader;
  }

  return { receive: receive, checksum: checksum, scriptLoader: scriptLoader };
})();
anliku.shard = anliku.shards.receive;
