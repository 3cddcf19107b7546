/** Put in by the build. */
declare const __SHELL__: { version: string; files: string[] };
