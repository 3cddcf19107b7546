import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import { createServer, type Server } from "node:tls";

/** Serves a server of this machine over HTTPS with a certificate that nobody trusts and that is valid only from 2040 on: as any certificate is to a box whose clock says 1970. */
export class TlsFront {
  /** SHA-256 of its public key, base64. */
  readonly spki: string;
  readonly #server: Server;

  private constructor(folder: string, targetPort: number) {
    const run = (command: string, ...parameters: string[]): Buffer => execFileSync(command, parameters, { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
    mkdirSync(folder);
    writeFileSync(join(folder, "index.txt"), "");
    writeFileSync(
      join(folder, "ca.cnf"),
      "[ca]\ndefault_ca = own\n[own]\ndatabase = index.txt\nrand_serial = yes\nnew_certs_dir = .\ndefault_md = sha256\npolicy = names\nx509_extensions = san\n[names]\ncommonName = supplied\n[san]\nsubjectAltName = DNS:localhost\n",
    );
    run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "request.pem");
    run("openssl", "ca", "-batch", "-selfsign", "-config", "ca.cnf", "-keyfile", "key.pem", "-in", "request.pem", "-out", "certificate.pem", "-startdate", "20400101000000Z", "-enddate", "20410101000000Z");
    // The command of player/kiosk/README.md.
    this.spki = run("sh", "-c", "openssl x509 -in certificate.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64").toString().trim();
    this.#server = createServer({ key: readFileSync(join(folder, "key.pem")), cert: readFileSync(join(folder, "certificate.pem")) }, (client) => {
      const server = connect(targetPort, "127.0.0.1");
      client.on("error", () => server.destroy());
      server.on("error", () => client.destroy());
      client.pipe(server).pipe(client);
    });
  }

  /** @param folder of its own, that does not exist yet. */
  static async before(origin: string, folder: string): Promise<TlsFront> {
    const front = new TlsFront(folder, Number(new URL(origin).port));
    front.#server.listen(0, "127.0.0.1");
    await once(front.#server, "listening");
    return front;
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo; // listens on TCP
    return `https://localhost:${port}`;
  }

  close(): void {
    this.#server.close();
  }
}
