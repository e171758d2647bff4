/** The details weigh as much as the list: they are fetched when somebody points at a row. */
export const loadPanel = () => import("../components/panel-view");
