// Sessions tie a notebook's path to its kernel, so that a reload and a second tab find the same one.
import { randomUUID } from "node:crypto";
import { badRequest, HttpError, notFound } from "./errors";
import type { KernelModel } from "./kernel";
import { kernelName } from "./kernels";
import type { Kernels } from "./kernels";

interface Session {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly kernelId: string;
}

/** Jupyter's model of a session. */
export interface SessionModel {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly kernel: KernelModel;
  /** The older form of path and name, for notebooks. */
  readonly notebook?: { readonly path: string; readonly name: string };
}

export interface SessionRequest {
  readonly path?: unknown;
  readonly name?: unknown;
  readonly type?: unknown;
  readonly kernel?: { readonly id?: unknown; readonly name?: unknown } | null;
}

const text = (value: unknown): value is string => typeof value === "string";

/** @throws HttpError 501, as Jupyter's server answers */
export function requireKernelName(name: unknown): void {
  if (name === undefined || name === null || name === kernelName) return;
  throw new HttpError(
    501,
    "no-such-kernel",
    `The kernel ${JSON.stringify(name)} is not available here; "${kernelName}" is.`,
    {
      short_message: `${String(name)} not found`,
    },
  );
}

export class Sessions {
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly kernels: Kernels) {}

  /** Sessions whose kernel was shut down are over. */
  private present(): Session[] {
    for (const session of this.sessions.values()) {
      if (!this.kernels.has(session.kernelId)) this.sessions.delete(session.id);
    }
    return [...this.sessions.values()];
  }

  list(): SessionModel[] {
    return this.present().map((session) => this.model(session));
  }

  get(id: string): SessionModel {
    return this.model(this.find(id));
  }

  private find(id: string): Session {
    const session = this.present().find((one) => one.id === id);
    if (session === undefined) throw notFound(`There is no session ${id}.`);
    return session;
  }

  private model({ kernelId, ...session }: Session): SessionModel {
    const model = { ...session, kernel: this.kernels.get(kernelId).model };
    return session.type === "notebook" ? { ...model, notebook: { path: session.path, name: session.name } } : model;
  }

  /** The path's session; a new one with a new kernel if there is none. A dead kernel is started again for it. */
  async open(request: SessionRequest): Promise<SessionModel> {
    if (!text(request.path) || request.path === "") throw badRequest("Missing field in JSON data: path");
    if (!text(request.type)) throw badRequest("Missing field in JSON data: type");
    const { path, type } = request;
    const existing = this.present().find((session) => session.path === path);
    if (existing !== undefined) {
      await this.kernels.get(existing.kernelId).revive();
      return this.model(existing);
    }
    const name = text(request.name) ? request.name : path.slice(path.lastIndexOf("/") + 1);
    const session = { id: randomUUID(), path, name, type, kernelId: this.kernelFor(request.kernel) };
    this.sessions.set(session.id, session);
    return this.model(session);
  }

  private kernelFor(wanted: SessionRequest["kernel"]): string {
    if (text(wanted?.id) && this.kernels.has(wanted.id)) return wanted.id;
    requireKernelName(wanted?.name);
    return this.kernels.start().id;
  }

  /** Renames, moves, or gives another kernel; the old kernel is then shut down unless another session uses it. */
  async change(id: string, request: SessionRequest): Promise<SessionModel> {
    const before = this.find(id);
    const kernelId = this.changedKernel(before, request.kernel);
    const after: Session = {
      id,
      path: text(request.path) ? request.path : before.path,
      name: text(request.name) ? request.name : before.name,
      type: text(request.type) ? request.type : before.type,
      kernelId,
    };
    this.sessions.set(id, after);
    if (kernelId !== before.kernelId) await this.release(before.kernelId);
    return this.model(after);
  }

  private changedKernel(session: Session, wanted: SessionRequest["kernel"]): string {
    if (text(wanted?.id)) {
      if (!this.kernels.has(wanted.id)) throw badRequest(`No such kernel: ${wanted.id}`);
      return wanted.id;
    }
    return text(wanted?.name) ? this.kernelFor({ name: wanted.name }) : session.kernelId;
  }

  async close(id: string): Promise<void> {
    const session = this.find(id);
    this.sessions.delete(id);
    await this.release(session.kernelId);
  }

  private async release(kernelId: string): Promise<void> {
    const used = [...this.sessions.values()].some((session) => session.kernelId === kernelId);
    if (!used && this.kernels.has(kernelId)) await this.kernels.shutdown(kernelId);
  }
}
