#!/bin/sh
# The static programs for aarch64 on Linux for arm64: Debian's kernel under qemu, with busybox and
# nft for all that is to be set up. Each line of the cases is run there, and its exit code and its
# output are compared there.
# Usage: arm64_vm.sh DIRECTORY_OF_THE_PROGRAMS C_COMPILER WORK_DIRECTORY (kept, for the next time)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$1" && pwd)
compiler=$2
mkdir -p "$3"
work=$(cd "$3" && pwd)

# apt KIND WORD...: Debian's packages for arm64, whatever this host is.
apt() {
    program=apt-$1
    shift
    "$program" -o APT::Architecture=arm64 -o APT::Architectures=arm64 \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" \
        -o Acquire::Languages=none -o APT::Sandbox::User=root -qq "$@"
}

if [ ! -e "$work/kernel" ]; then
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
    apt get update
    kernel=$(apt cache depends linux-image-cloud-arm64 | awk '/Depends:/ {print $2; exit}')
    (
        cd "$work"
        # nft, and what it is linked to.
        apt get download "$kernel" busybox-static nftables libnftables1 libnftnl11 libmnl0 \
            libxtables12 libjansson4 libgmp10 libedit2 libbsd0 libmd0 libtinfo6 libc6
    )
    for package in "$work"/*.deb; do
        case ${package##*/} in
        linux-image-*) dpkg -x "$package" "$work/image" ;;
        *) dpkg -x "$package" "$work/others" ;;
        esac
    done
    rm -rf "$work/others/usr/share" "$work"/others/usr/lib/*/gconv
    cp "$work"/image/boot/vmlinuz-* "$work/kernel"
fi

cases=$work/cases
cat >"$cases" <<'END'
0;^OK: ;check-uptime -c 1
2;^CRITICAL: ;check-uptime -c 1000d
0;^OK: ;check-conntrack-free -w 1
2;^CRITICAL: ;check-conntrack-free -c 1000000
0;^OK: ;check-inode -w 99%
3;^UNKNOWN: cannot open /none: No such file or directory;check-crt-expiration -f /none -w 9
2;^CRITICAL: .*: Connection refused;check-crt-expiration --connect 127.0.0.1:1
0;^OK: ;check-crt-expiration -f /certificate.pem -w 1
1;^WARNING: ;check-crt-expiration -f /certificate.pem -w 1000
3;^UNKNOWN: ;check-resolver one.test
3;^UNKNOWN: ;check-dns-rr one.test
0;;{ dns_answer >/dev/null 2>&1 & } && sleep 1
0;^OK: ;check-resolver -s 127.0.0.1 -H one.test
0;^OK: ;check-dns-rr -s 127.0.0.1 -w 1 -c 1 -H one.test
2;^CRITICAL: ;check-dns-rr -s 127.0.0.1 -H one.test
2;^CRITICAL: cannot connect to 127.0.0.1:25: Connection refused;check-myip 127.0.0.1 25
2;^CRITICAL: .*Connection refused;check-hydra-pos --host 127.0.0.1 --all
1;Connection refused;mackerel-plugin-gaurun-usage --port 8080
0;;httpd -p 127.0.0.1:8080 -h /www && sleep 1
0;^127.0.0.1$;check-myip 127.0.0.1 8080
2;first time check;check-hydra-pos --host 127.0.0.1 --port 8080 --all
0;^gaurun.*queue_usage;mackerel-plugin-gaurun-usage --port 8080
0;^OK: ;check-iptables
2;^CRITICAL: ;ip addr add 8.8.4.4/32 dev lo && check-iptables
2;^CRITICAL: ;nft add table inet f && check-iptables
2;^CRITICAL: ;nft 'add chain inet f in { type filter hook input priority 0; }' && check-iptables
0;^OK: ;nft 'chain inet f in { policy drop; }' && check-iptables
2;^CRITICAL: ;nft flush ruleset && check-iptables
2;^CRITICAL: no answer in 1 s on volume /tmp/hung;hang && check-inode -w 99% -t 2
0;^linux-lite\.memory\.;mackerel-plugin-linux-lite
1;cannot open /none;HOST_PROC=/none mackerel-plugin-linux-lite
0;^ntpq\.;mackerel-plugin-ntpq
1;php: No such file or directory;mackerel-plugin-php-version
0;^php.version.version.80207;mackerel-plugin-php-version --php /php
1;;mackerel-plugin-postfix
0;^postfix.mailq.queue.0;mackerel-plugin-postfix --queue-directory /queue
0;^OK: ;delay-checker -- check-uptime -c 1
2;^CRITICAL: ;interval-checker --interval 60 -- check-uptime -c 1000d
0;^OK: ;periodic-checker --range 00:00-24:00 -- check-uptime -c 1
3;UNKNOWN: cannot run none: No such file or directory;delay-checker -- none
END

root=$work/root
rm -rf "$root"
mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/tmp" "$root/run" "$root/var/tmp"
cp -a "$work/others/." "$root"
cp "$tools"/* "$cases" "$root/bin"
for helper in hanging_mount dns_answer; do
    "$compiler" -Os -static -o "$root/bin/$helper" "$here/support/$helper.c"
done
openssl req -x509 -newkey rsa:2048 -nodes -days 100 -subj /CN=one.test \
    -keyout "$work/key.pem" -out "$root/certificate.pem" 2>/dev/null
mkdir -p "$root/www/stat" "$root/queue/deferred" "$root/queue/active" "$root/queue/incoming" \
    "$root/queue/hold" "$root/queue/maildrop"
cp "$here/fixtures/hydra-start.json" "$root/www/index.html"
cp "$here/fixtures/gaurun-busy.json" "$root/www/stat/app"
printf '#!/bin/sh\necho 80207\n' >"$root/php"
chmod +x "$root/php"
ln -s busybox "$root/bin/sh"
for module in lib/libcrc32c net/ipv4/netfilter/nf_defrag_ipv4 net/ipv6/netfilter/nf_defrag_ipv6 \
    net/netfilter/nf_conntrack net/netfilter/nfnetlink net/netfilter/nf_tables fs/fuse/fuse; do
    for file in "$work"/image/lib/modules/*/kernel/"$module".ko; do
        [ -e "$file" ] && cp "$file" "$root"
    done
done
cat >"$root/init" <<'END'
#!/bin/sh
export PATH=/bin:/usr/sbin
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs dev /dev
busybox mount -t tmpfs tmp /tmp
busybox mount -t tmpfs tmp /var/tmp
busybox --install -s /bin
ip link set lo up
for module in libcrc32c nf_defrag_ipv4 nf_defrag_ipv6 nf_conntrack nfnetlink nf_tables fuse; do
    [ ! -e /$module.ko ] || busybox insmod /$module.ko
done
hang() {
    mkdir /tmp/hung
    hanging_mount /tmp/hung >/dev/null 2>&1 &
    sleep 1
}
while IFS=';' read -r code pattern command; do
    got=0
    output=$(eval "$command" 2>&1 </dev/null) || got=$?
    echo "$output" | busybox grep -Eq "$pattern" && [ $got = $code ] && echo "== good $command" ||
        echo "== bad $command: $got, not $code and $pattern: $output"
done </bin/cases
echo "== end"
busybox poweroff -f
END
chmod +x "$root/init"
(cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$work/initramfs"
timeout 120 qemu-system-aarch64 -M virt -cpu cortex-a57 -m 512 -nographic -no-reboot -nic none \
    -kernel "$work/kernel" -initrd "$work/initramfs" -append 'console=ttyAMA0 quiet panic=-1' \
    </dev/null | tr -d '\r' >"$work/log"
grep -a '^== bad' "$work/log" >&2 && exit 1
# Qemu exits 0 when the kernel panics, too.
if ! grep -aqx '== end' "$work/log" ||
    [ "$(grep -ac '^== good' "$work/log")" != "$(grep -c . "$cases")" ]; then
    tail -n 20 "$work/log" >&2
    exit 1
fi
echo "arm64: $(grep -c . "$cases") cases on Linux $(basename "$work"/image/lib/modules/*)"
