/** Starts the page. */
import { h, render } from "preact";
import { prepareAnnouncer } from "./announcer";
import { loadCourse } from "./state/course";
import { loadPredictions } from "./state/predictions";
import { applyTheme } from "./theme";
import { App } from "./views/app";

// Each chapter is opened where it was left, by the page itself.
history.scrollRestoration = "manual";
applyTheme();
prepareAnnouncer();
void loadCourse();
void loadPredictions();
render(h(App, {}), document.querySelector("#app")!);
