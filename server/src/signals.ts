/** Ends the process in order at SIGTERM or SIGINT; a second signal, or half a minute, ends it at once. */
export function stopOnSignals(close: () => Promise<void>, say: (message: string) => void): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    say(`${signal}: stopping`);
    setTimeout(() => process.exit(1), 30_000).unref();
    void close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}
