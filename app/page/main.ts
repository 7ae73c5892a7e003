/** Starts the page. */
import { h, render } from "preact";
import { prepareAnnouncer } from "./announcer";
import { loadCourse } from "./state/course";
import { loadPredictions } from "./state/predictions";
import { applyTheme } from "./theme";
import { App } from "./views/app";

applyTheme();
prepareAnnouncer();
void loadCourse();
void loadPredictions();
render(h(App, {}), document.querySelector("#app")!);
