// The program: nothing to do but start.
App({ onLaunch() { this.started = true; } });
