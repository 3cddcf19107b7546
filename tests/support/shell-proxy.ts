import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";

/** Stands before the real server and hands out other files in place of some of its own, as a broken update would. */
export class ShellProxy {
  readonly #server: Server;
  /** By path. */
  readonly instead = new Map<string, { type: string; body: string }>();

  private constructor(target: URL) {
    this.#server = createServer((asked, answer) => {
      const other = this.instead.get(asked.url ?? "");
      if (other) {
        answer.writeHead(200, { "content-type": other.type, "cache-control": "no-store" }).end(other.body);
        return;
      }
      const onward = request({ host: "127.0.0.1", port: target.port, path: asked.url, method: asked.method, headers: asked.headers }, (found) => {
        answer.writeHead(found.statusCode ?? 502, found.headers);
        found.pipe(answer);
      });
      onward.on("error", () => answer.destroy());
      asked.pipe(onward);
    });
    this.#server.on("upgrade", (asked, socket, head) => {
      const onward = connect(Number(target.port), "127.0.0.1", () => {
        const headers = asked.rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${asked.rawHeaders[index + 1] ?? ""}`] : []));
        onward.write(`GET ${asked.url ?? ""} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
        onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
      onward.on("error", () => socket.destroy());
      socket.on("error", () => onward.destroy());
    });
  }

  static async before(origin: string): Promise<ShellProxy> {
    const proxy = new ShellProxy(new URL(origin));
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo; // listens on TCP
    return `http://localhost:${port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
