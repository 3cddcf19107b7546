import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "antd/dist/antd.css";
import { App, createQueryClient } from "./app/App.tsx";
import "./app/yilu.css";
import { stampStyles } from "./lib/nonce.ts";

stampStyles(document);

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App client={createQueryClient()} />
  </StrictMode>,
);
