/** A client of primary and backups: one operation after the other, each of the replica that it is told to ask. */
import { compareLogPositions } from "./vocabulary";
import type {
  LogPosition,
  PrimaryBackupClient,
  PrimaryBackupClientState,
  PrimaryBackupConfig,
  PrimaryBackupOperation,
  PrimaryBackupOut,
} from "./vocabulary";

const nothingSeen: LogPosition = { epoch: 0, length: 0 };

/** An old primary may still take a write: then the client has been further already. */
function newer(seen: LogPosition | null, answered: LogPosition | undefined): LogPosition | null {
  return seen && answered && compareLogPositions(answered, seen) > 0 ? answered : seen;
}

/** The client that does these operations. */
export function clientOf(
  operations: readonly PrimaryBackupOperation[],
  config: PrimaryBackupConfig,
): PrimaryBackupClient {
  const { pauseMs, timeoutMs } = config;
  function pause(state: PrimaryBackupClientState, out: PrimaryBackupOut): void {
    state.isOpen = false;
    out.cancelTimer("give up");
    if (state.serial < operations.length) out.setTimer("next", pauseMs);
  }
  function save({ serial, acknowledged, position }: PrimaryBackupClientState, out: PrimaryBackupOut): void {
    out.save({ serial, acknowledged, ...(position && { position }) });
  }
  return {
    name: "primary-backup client",
    start(_self, saved, out) {
      const disk = saved !== null && "serial" in saved ? saved : { serial: 0, acknowledged: [], position: nothingSeen };
      const { serial, acknowledged, position = nothingSeen } = disk;
      const state: PrimaryBackupClientState = {
        role: "client",
        serial,
        isOpen: false,
        acknowledged: [...acknowledged],
        refused: 0,
        position: config.carryPosition ? position : null,
      };
      pause(state, out);
      return state;
    },
    onMessage(state, message, _from, out) {
      if (message.kind !== "Reply" || !state.isOpen || message.serial !== state.serial) return;
      const operation = operations[state.serial - 1]!;
      // A refused write has not taken place: the history leaves it open, which claims nothing.
      if (!message.done) state.refused += 1;
      else {
        if (operation.kind === "write") state.acknowledged.push(operation.value);
        state.position = newer(state.position, message.position);
        save(state, out);
        out.complete(message.result);
      }
      pause(state, out);
    },
    onTimer(state, timer, out) {
      if (timer === "give up") return pause(state, out);
      const operation = operations[state.serial]!;
      state.serial += 1;
      state.isOpen = true;
      save(state, out);
      out.invoke(operation.kind === "read" ? { kind: "read" } : { kind: "write", value: operation.value });
      const { serial, position } = state;
      out.send(operation.at, { kind: "Request", serial, operation, ...(position && { position }) });
      out.setTimer("give up", [timeoutMs, timeoutMs]);
    },
    view: ({ acknowledged, refused }) => ({ role: "client", fields: { acknowledged, refused } }),
  };
}
