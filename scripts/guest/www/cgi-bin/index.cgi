#!/bin/sh
read -r ram </run/ram
read -r disk </data/counter
read -r up _ </proc/uptime
read -r host </proc/sys/kernel/hostname
up=${up%.*}
printf 'Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n\r\n'
cat <<HTML
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="1">
<title>$host</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem; margin: 2rem 0; }
div { border: 1px solid #8888; border-radius: .5rem; padding: 1rem; }
dd { margin: 0; font: 2.5rem/1.2 ui-monospace, monospace; font-variant-numeric: tabular-nums; }
p { opacity: .75; }
</style>
</head>
<body>
<h1>$host</h1>
<dl>
<div><dt>Counter in RAM · <span lang="de">Zähler im RAM</span></dt><dd id="ram">${ram:-0}</dd></div>
<div><dt>Counter on disk · <span lang="de">Zähler auf der Platte</span></dt><dd id="disk">${disk:-0}</dd></div>
</dl>
<p>Going back with RAM brings back both; without RAM the machine starts anew and the first one begins at 0.</p>
<p lang="de">Mit RAM kommen beide zurück; ohne RAM startet die Maschine neu und der erste beginnt bei 0.</p>
<p>Up for · <span lang="de">Läuft seit</span>: $((up / 3600)) h $((up % 3600 / 60)) min $((up % 60)) s</p>
</body>
</html>
HTML
