/** Parameters of a connection URL that PostgreSQL's own tools know; those of our driver's they would refuse. */
const known = new Set(["application_name", "channel_binding", "connect_timeout", "gssencmode", "host", "options", "port", "sslcert", "sslcrl", "sslkey", "sslmode", "sslrootcert", "target_session_attrs"]);

/**
 * How to call pg_dump for a connection URL. The password goes by the environment: parameters of a process are there for
 * every user of the machine to see.
 */
export function pgDump(url: string, file: string): { command: string; parameters: string[]; environment: Record<string, string> } {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = "";
  for (const name of [...address.searchParams.keys()]) if (!known.has(name)) address.searchParams.delete(name);
  const parameters = ["--format=custom", "--no-owner", "--no-privileges", `--file=${file}`, `--dbname=${address.href}`];
  return { command: "pg_dump", parameters, environment: password === "" ? {} : { PGPASSWORD: password } };
}
