/** What the reader must know about the kernel, the server and the saving, with what to do about it. */
import type { ComponentChildren, JSX } from "preact";
import type { OpenChapter } from "../state/chapter";
import { Icon } from "./icons";

function Banner({ tone, children }: { tone: "bad" | "warn" | "plain"; children: ComponentChildren }): JSX.Element {
  return <div class={`banner banner-${tone}`}>{children}</div>;
}

function KernelBanner({ chapter }: { chapter: OpenChapter }): JSX.Element | null {
  const state = chapter.kernel.state.value;
  if (state.kind === "dead") {
    return (
      <Banner tone="bad">
        <p>
          <strong>The kernel has stopped.</strong> What the cells had defined is gone; your text is not.
        </p>
        <button type="button" class="small primary" onClick={() => void chapter.restart()}>
          Restart the kernel
        </button>
        <button type="button" class="small" onClick={() => void chapter.restartAndRunAll()}>
          Restart and run all
        </button>
      </Banner>
    );
  }
  if (state.kind === "unreachable") {
    return (
      <Banner tone="warn">
        <p>
          <strong>The server does not answer.</strong> You can go on reading and writing: your text is kept in this
          browser and saved as soon as the server is back.
        </p>
      </Banner>
    );
  }
  if (state.kind === "failed") {
    return (
      <Banner tone="bad">
        <p>
          <strong>No kernel could be started:</strong> {state.reason}
        </p>
        <button type="button" class="small primary" onClick={() => void chapter.restart()}>
          Try again
        </button>
      </Banner>
    );
  }
  return null;
}

function SaveBanner({ chapter }: { chapter: OpenChapter }): JSX.Element | null {
  const state = chapter.saver.state.value;
  if (state.kind !== "failed" || chapter.kernel.state.value.kind === "unreachable") return null;
  return (
    <Banner tone="warn">
      <p>
        <strong>This chapter could not be saved:</strong> {state.reason}. Your text is kept in this browser; the page
        goes on trying.
      </p>
      <button type="button" class="small" onClick={() => void chapter.saver.saveNow()}>
        Try now
      </button>
    </Banner>
  );
}

export function Banners({ chapter }: { chapter: OpenChapter }): JSX.Element {
  return (
    <div class="banners">
      <KernelBanner chapter={chapter} />
      <SaveBanner chapter={chapter} />
      {chapter.notices.value.map(({ id, text, action }) => (
        <Banner tone="plain" key={id}>
          <p>{text}</p>
          {action === undefined ? null : (
            <button
              type="button"
              class="small"
              onClick={() => {
                chapter.dismiss(id);
                action.act();
              }}
            >
              {action.label}
            </button>
          )}
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => chapter.dismiss(id)}>
            <Icon name="close" />
          </button>
        </Banner>
      ))}
    </div>
  );
}
