/*
 * Loading index files. Each is a classic script that calls `anliku.shard(name, checksum, value)`: the only way to read
 * a file from a page on file://.
 */
(function (anliku) {
  "use strict";

  const waiting = new Map();

  /**
   * Called by the index files.
   * @param {string} name
   * @param {number} checksum Adler-32 of the strings in `value`, or -1 where `value` is not a list of strings
   */
  anliku.shard = function (name, checksum, value) {
    const receive = waiting.get(name);
    if (receive) receive(checksum, value);
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

  /**
   * @typedef {object} Loader
   * @property {(name: string) => Promise<any>} load the value of an index file; loaded once
   * @property {number} bytes read so far
   * @property {Set<string>} problems names of files that are missing or damaged
   */

  /**
   * @param {string} base the path from the page to the root of the site, for example "../"
   * @returns {Loader}
   */
  anliku.scriptLoader = function (base) {
    const loader = { bytes: 0, problems: new Set(), load: load };
    const loaded = new Map();

    function load(name) {
      if (!loaded.has(name)) {
        const promise = request(name);
        loaded.set(name, promise);
        promise.catch(() => {
          loader.problems.add(name);
          loaded.delete(name);
        });
      }
      return loaded.get(name);
    }

    function request(name) {
      return new Promise((resolve, reject) => {
        const script = document.createElement("script");
        let received = false;
        waiting.set(name, (checksum, value) => {
          received = true;
          loader.bytes += bytesOf(checksum, value);
          if (checksum >= 0 && anliku.checksum(value) !== checksum) reject(new Error(name + " is damaged"));
          else resolve(value);
        });
        const finish = () => {
          waiting.delete(name);
          script.remove();
          if (!received) reject(new Error(name + " cannot be read"));
        };
        script.onload = finish;
        script.onerror = finish;
        script.src = base + "search/" + name + ".js";
        document.head.appendChild(script);
      }).then((value) => {
        loader.problems.delete(name);
        return value;
      });
    }

    return loader;
  };
})((window.anliku = window.anliku || {}));
