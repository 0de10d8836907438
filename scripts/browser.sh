#!/bin/sh
# Install Debian's Chromium for the tests of the page, where this user may; say so where not.
for name in chromium chromium-browser google-chrome chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing Chromium for the tests of the page"
  { apt-get update && DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends chromium; } >build-browser.log 2>&1 \
    && rm -f build-browser.log && exit 0
  tail -3 build-browser.log
  rm -f build-browser.log
fi
echo "no Chromium here: the tests of the page in a browser will be skipped"
