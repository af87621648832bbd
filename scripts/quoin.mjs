#!/usr/bin/env node
/**
 * The `quoin` command: runs on any Node from 20 and hands over to the project's own. It installs and builds nothing,
 * so that a script that calls it never starts a download.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fail, HOST_FLAGS, isInstalled, projectNode, root } from "./setup.mjs";

if (!isInstalled()) fail("not installed here; run npm start or npm test in the project folder first");
const entry = join(root, "dist", "electron", "cli.js");
if (!existsSync(entry)) fail("not built yet; run npm run build in the project folder first");

const args = [...HOST_FLAGS, entry, ...process.argv.slice(2)];
// Threads that decode pictures share two heaps instead of filling one each.
const env = { ...process.env, MALLOC_ARENA_MAX: "2" };
// Where a process can become another one, no second one waits for it with a heap of its own.
if (process.execve && process.platform !== "win32") process.execve(projectNode, [projectNode, ...args], env);
const child = spawn(projectNode, args, { stdio: "inherit", env });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => fail(`the program could not be started: ${error.message}`));
child.on("exit", (code, signal) => process.exit(signal ? 2 : (code ?? 2)));
