/** Asks again until the answer is there. */
export async function until<T>(what: () => Promise<T | null | undefined | false>, mostMs = 60_000): Promise<T> {
  const endsMs = performance.now() + mostMs;
  for (;;) {
    const found = await what();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > endsMs) throw new Error(`still not so after ${mostMs} ms: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
