/** A failure whose message, in both languages, is all that the reader needs: shown without a stack. */
export class PlainFailure extends Error {}
