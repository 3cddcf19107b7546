import type { ReactElement } from "react";
import { useParams } from "../../components/useParams.ts";
import { useMay } from "../../lib/session.ts";
import { Editor, NewPlaylist } from "./Editor.tsx";
import { PlaylistList } from "./PlaylistList.tsx";
import "./playlists.css";

/** The list, or one playlist opened. */
export default function Page(): ReactElement {
  const may = useMay();
  const [params] = useParams();
  const id = params.get("edit");
  if (id === null) return <PlaylistList />;
  if (id === "new") return may("canEditPlaylists") ? <NewPlaylist /> : <PlaylistList />;
  return <Editor key={id} id={id} />;
}
