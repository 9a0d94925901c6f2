/*
 * Loading data files. Each is a classic script that calls `anliku.shard(name, checksum, value)`, once or for several
 * shards: the only way to read a file from a page on file://. The search index comes so, and the cases of a compact pack.
 */
(function (anliku) {
  "use strict";

  if (anliku.scriptLoader) return; // the viewer of a compact pack brings it along, and has asked for files already

  const BUNDLES = "bundles";
  const running = new Map();

  /**
   * Called by the data files.
   * @param {string} name
   * @param {number} checksum Adler-32 of the strings in `value`, or -1 where `value` is not a list of strings
   */
  anliku.shard = function (name, checksum, value) {
    const shards = running.get(document.currentScript);
    if (shards) shards.set(name, { checksum: checksum, value: value });
  };

  /** Adler-32 of the UTF-16LE bytes of all strings. */
  anliku.checksum = function (strings) {
    let a = 1;
    let b = 0;
    let pending = 0;
    for (const text of strings) {
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        a += unit & 255;
        b += a;
        a += unit >> 8;
        b += a;
        if (++pending === 1000) {
          a %= 65521;
          b %= 65521;
          pending = 0;
        }
      }
    }
    return (b % 65521) * 65536 + (a % 65521);
  };

  /** The number of bytes of a file with this value: UTF-16, so two a character. */
  function bytesOf(checksum, value) {
    if (checksum >= 0) return 2 * value.reduce((sum, text) => sum + text.length + 3, 40);
    return 2 * JSON.stringify(value).length + 40;
  }

  /** Run a script and give what it hands over, by name. */
  function run(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
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
   * @typedef {object} Loader
   * @property {(name: string) => Promise<any>} load the value of a shard; loaded once; `absent` on the error: its file is
   *   there without it
   * @property {(name: string) => string} file the path of the file that holds a shard
   * @property {number} bytes read so far
   * @property {Set<string>} problems names of shards that are missing or damaged
   */

  /**
   * @param {string} base the path from the page to the root of the site, for example "../"
   * @param {string} folder of the data, for example "search/"
   * @param {(name: string) => string} [bundle] the name of the file that holds a shard, where no table tells it
   * @returns {Loader}
   */
  anliku.scriptLoader = function (base, folder, bundle) {
    const loader = { bytes: 0, problems: new Set(), load: load, file: file };
    const loaded = new Map();
    const files = new Map();
    let bundles = [];

    /** A compact pack has many shards in one file; a shard named `bundles` tells: [[first name, last, file], …]. */
    function file(name) {
      const within = bundles.filter((one) => one[0] <= name && name <= one[1])[0];
      return folder + (within ? within[2] : bundle ? bundle(name) : name) + ".js";
    }

    function load(name) {
      if (!loaded.has(name)) {
        const promise = request(name);
        loaded.set(name, promise);
        promise.catch(() => {
          loader.problems.add(name);
          loaded.delete(name);
          files.delete(file(name));
        });
      }
      return loaded.get(name);
    }

    async function request(name) {
      const shard = (await read(file(name))).get(name);
      if (!shard) throw Object.assign(new Error(name + " is not in its file"), { absent: true });
      if (shard.checksum >= 0 && anliku.checksum(shard.value) !== shard.checksum) throw new Error(name + " is damaged");
      loader.problems.delete(name);
      return shard.value;
    }

    function read(path) {
      if (!files.has(path)) files.set(path, run(base + path).then(count));
      return files.get(path);
    }

    function count(shards) {
      shards.forEach((shard) => (loader.bytes += bytesOf(shard.checksum, shard.value)));
      if (shards.has(BUNDLES)) bundles = shards.get(BUNDLES).value;
      return shards;
    }

    return loader;
  };
})((window.anliku = window.anliku || {}));
