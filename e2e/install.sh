#!/bin/sh
# What the browser tests need: Debian's Chromium, pdftoppm for what is printed, and the pinned packages.
set -eu
cd "$(dirname "$0")/.."
missing=""
[ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1 || missing="chromium"
command -v pdftoppm >/dev/null 2>&1 || missing="$missing poppler-utils"
if [ -n "$missing" ]; then
  sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
fi
npm ci
