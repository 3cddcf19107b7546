import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface Letter {
  to: string[];
  /** As it went over the line. */
  source: string;
  subject: string;
  text: string;
}

const decoded = (text: string, charset: "base64" | "quoted-printable" | "plain"): string => {
  if (charset === "base64") return Buffer.from(text, "base64").toString("utf8");
  if (charset === "plain") return text;
  const bytes = text.replaceAll(/=\r?\n/g, "").replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
};

/** Encoded words of a header, RFC 2047. */
const header = (text: string): string =>
  text.replaceAll(/\?=\s+=\?/g, "?==?").replaceAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, word: string) => decoded(kind.toUpperCase() === "B" ? word : word.replaceAll("_", " "), kind.toUpperCase() === "B" ? "base64" : "quoted-printable"));

function letterOf(to: string[], source: string): Letter {
  const [head = "", ...rest] = source.split("\r\n\r\n");
  const unfolded = head.replaceAll(/\r\n[ \t]+/g, " ");
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(unfolded)?.[1] ?? "";
  const encoding = field("Content-Transfer-Encoding").toLowerCase();
  const kind = encoding === "base64" || encoding === "quoted-printable" ? encoding : "plain";
  return { to, source, subject: header(field("Subject")), text: decoded(rest.join("\r\n\r\n"), kind).replaceAll("\r\n", "\n") };
}

/** A mail server that keeps what it is given. */
export class PostOffice {
  readonly letters: Letter[] = [];
  /** What the next letters are answered with; null: taken. */
  refusal: string | null = null;

  private constructor(private readonly server: SMTPServer) {}

  static async open(user = "bell", password = "s3cret-word"): Promise<PostOffice> {
    const server = new SMTPServer({
      authOptional: false,
      disableReverseLookup: true,
      allowInsecureAuth: true,
      disabledCommands: ["STARTTLS"],
      onAuth: ({ username, password: given }, _session, done) => (username === user && given === password ? done(null, { user }) : done(new Error(`no ${username ?? ""}/${given ?? ""} here`))),
      onData: (stream, session, done) => {
        let source = "";
        stream.on("data", (bytes: Buffer) => (source += bytes.toString("utf8")));
        stream.on("end", () => {
          const { refusal } = office;
          if (refusal !== null) return done(Object.assign(new Error(refusal), { responseCode: 452 }));
          office.letters.push(letterOf(session.envelope.rcptTo.map(({ address }) => address), source));
          done(null, "kept under number 7");
        });
      },
    });
    server.on("error", () => undefined); // a client that gives up is its own affair
    const office: PostOffice = new PostOffice(server);
    await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", () => listening()));
    return office;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port; // listens on TCP
  }

  close(): Promise<void> {
    return new Promise((closed) => this.server.close(() => closed()));
  }
}

/** What a webhook's other side heard. */
export class Listener {
  readonly heard: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
  status = 200;
  answer = "thanks";
  /** Where the answer sends on to. */
  location: string | null = null;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Listener> {
    const server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8");
      request.on("data", (text: string) => (body += text));
      request.on("end", () => {
        listener.heard.push({ path: request.url ?? "", headers: request.headers, body });
        response.writeHead(listener.status, listener.location === null ? {} : { location: listener.location }).end(listener.answer);
      });
    });
    const listener: Listener = new Listener(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return listener;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port; // listens on TCP
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }
}
