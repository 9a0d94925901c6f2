/** What checklist-zip.js uses of pako, which lies beside it in one minified file. */
declare const pako: {
  Inflate: new (options: { raw: boolean }) => {
    onData: (chunk: Uint8Array) => void;
    push: (data: Uint8Array, last: boolean) => boolean;
    err: number;
    ended: boolean;
  };
};
