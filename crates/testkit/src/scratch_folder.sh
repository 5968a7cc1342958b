# Ends the processes named $2 whose command line names the folder $1, and removes it, once standard input is closed.
folder=$1 program=$2
trap '' HUP INT TERM
cat >/dev/null

processes() {
  for file in $(grep -lsF -- "$folder" /proc/[0-9]*/cmdline); do
    process=${file%/cmdline}
    read -r name <"$process/comm" || continue
    if [ "$name" = "$program" ]; then echo "${process#/proc/}"; fi
  done
}

look=0
while found=$(processes) && [ -n "$found" ] && [ "$look" -lt 100 ]; do
  kill -s KILL $found
  sleep 0.05
  look=$((look + 1))
done
rm -rf -- "$folder"
