/*
 * A short document for Word and WPS, made in the browser: a zip archive whose members are stored as they are.
 */
/** @typedef {[string, string]} DocxLine "h" and a heading, "p" and a paragraph */
var anliku = window.anliku || {};
anliku.docx = (function () {
  "use strict";

  const KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
  const RELS = '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
  const STAMP = [0, 33]; // 1980-01-01, as early as an archive can say
  /** @type {Object<string, string>} */
  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

  /** What each byte does to a checksum. */
  function crcTable() {
    return new Uint32Array(256).map((_, n) => {
      let c = n;
      for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
      return c;
    });
  }

  /** @param {Uint8Array} bytes @param {Uint32Array} table */
  function crc(bytes, table) {
    let value = 0xffffffff;
    for (let at = 0; at < bytes.length; at++) value = table[(value ^ bytes[at]) & 0xff] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  }

  /**
   * Numbers of two or four bytes, the lowest first.
   * @param {number[][]} numbers [[2, 20], [4, 0x04034b50]]
   */
  function packed(numbers) {
    /** @type {number[]} */
    const bytes = [];
    numbers.forEach((one) => {
      for (let n = 0; n < one[0]; n++) bytes.push(Math.floor(one[1] / Math.pow(256, n)) % 256);
    });
    return new Uint8Array(bytes);
  }

  /** @param {[string, string][]} files names and texts */
  function zip(files) {
    const encoder = new TextEncoder();
    const table = crcTable();
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const pieces = [];
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const directory = [];
    let at = 0;
    files.forEach((file) => {
      const name = encoder.encode(file[0]);
      const data = encoder.encode(file[1]);
      const about = [[2, 20], [2, 0x800], [2, 0], [2, STAMP[0]], [2, STAMP[1]], [4, crc(data, table)], [4, data.length], [4, data.length], [2, name.length], [2, 0]];
      pieces.push(packed([[4, 0x04034b50]].concat(about)), name, data);
      directory.push(packed([[4, 0x02014b50], [2, 20]].concat(about, [[2, 0], [2, 0], [2, 0], [4, 0], [4, at]])), name);
      at += 30 + name.length + data.length;
    });
    const size = directory.reduce((sum, one) => sum + one.length, 0);
    return pieces.concat(directory, packed([[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0]]));
  }

  /** @param {string} text */
  function escaped(text) {
    // What XML cannot hold is left out: control characters and halves of characters.
    const clean = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
    return clean.replace(/[&<>]/g, (character) => ESCAPES[character]);
  }

  /** @param {DocxLine} line */
  function paragraph(line) {
    const bold = line[0] === "h" ? '<w:b/><w:sz w:val="28"/>' : '<w:sz w:val="24"/>';
    return '<w:p><w:r><w:rPr><w:rFonts w:eastAsia="宋体"/>' + bold + '</w:rPr><w:t xml:space="preserve">' + escaped(line[1]) + "</w:t></w:r></w:p>";
  }

  /**
   * A document of these lines.
   * @param {DocxLine[]} lines
   */
  return function (lines) {
    const body = lines.map(paragraph).join("") + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>';
    const text = '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>' + body + "</w:body></w:document>";
    return new Blob(zip([["[Content_Types].xml", TYPES], ["_rels/.rels", RELS], ["word/document.xml", text]]), { type: KIND });
  };
})();
