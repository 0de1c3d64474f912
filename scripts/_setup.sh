# Sourced by run and test: whatever is missing, once. Everything it says goes to standard error.
#
# A stamp in .venv/stamp is a copy of what was installed from; it is written last, and removed first. So what was
# interrupted is done again, and what is done costs a comparison.

say() { printf '%s\n' "$*" >&2; }

# Windows has its programs in another folder.
bin_dir() { if [ -d "$root/.venv/Scripts" ]; then echo "$root/.venv/Scripts"; else echo "$root/.venv/bin"; fi; }

# --- the system's packages ------------------------------------------------------------------------------------------

# system_packages NAME…: have Debian packages installed, or say what to type. Never fatal: what needs them says so.
system_packages() {
    case "$(uname -s)" in Linux) ;; *) return 0 ;; esac # elsewhere the Python packages bring what they need
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        elsewhere
        return 0
    fi
    local name installed missing=''
    # shellcheck disable=SC2016  # dpkg-query fills these in
    installed=$(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)
    for name in "$@"; do
        case "$installed" in *"$name installed"*) ;; *) missing="$missing $name" ;; esac
    done
    [ -n "$missing" ] || return 0
    local admin=''
    if [ "$(id -u)" != 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            say "Missing on this system. Please type:  sudo apt-get install$missing"
            return 0
        fi
        admin='sudo -n'
    fi
    say "== installing$missing"
    # Unquoted on purpose: words.
    # shellcheck disable=SC2086
    if ! {
        $admin apt-get update -qq &&
            $admin env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
                -o DPkg::Lock::Timeout=120 $missing
    } >&2 </dev/null; then
        say "That didn't work. Please type:  sudo apt-get update && sudo apt-get install$missing"
    fi
}

# Other Linux systems: one line, if the libraries aren't there.
elsewhere() {
    local found
    found=$( (ldconfig -p || /sbin/ldconfig -p) 2>/dev/null) || return 0
    case "$found" in *libportaudio.so*libespeak-ng.so* | *libespeak-ng.so*libportaudio.so*) return 0 ;; esac
    if command -v dnf >/dev/null; then
        say "For sound, please type:  sudo dnf install portaudio espeak-ng"
    elif command -v pacman >/dev/null; then
        say "For sound, please type:  sudo pacman -S portaudio espeak-ng"
    elif command -v zypper >/dev/null; then
        say "For sound, please type:  sudo zypper install portaudio espeak-ng"
    else
        say "For sound, please install PortAudio and eSpeak NG with your system's package manager."
    fi
}

# --- Python and its packages ----------------------------------------------------------------------------------------

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# Print a Python of 3.11 or newer, or fail.
find_python() {
    local name
    for name in python3 python python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && recent "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

new_environment() {
    local python
    python=$(find_python) || python=''
    # The stamps go first: what is half removed must not look made.
    rm -rf "$root/.venv/stamp"
    rm -rf "$root/.venv"
    if command -v uv >/dev/null; then
        # uv brings a Python where the system's is too old.
        uv venv --quiet --python "${python:->=3.11}" "$root/.venv" >&2 && return 0
    elif [ -n "$python" ]; then
        "$python" -m venv "$root/.venv" >&2 && return 0
        say "Python can't make an environment. On Debian:  sudo apt-get install python3-venv"
        exit 2
    fi
    say "This needs Python 3.11 or newer, which isn't here ($(python3 --version 2>&1 || echo 'no python3 at all'))."
    say "Install it with your system's package manager, or install uv, which brings one; then run this again."
    exit 2
}

# Progress is for people; a log gets the headings only.
if [ -t 2 ]; then quiet=''; else quiet='--quiet'; fi

# installer ARGS…: install into the environment. The lock is complete, so nothing is looked up beyond it; and nothing
# is built in an environment of its own, whose packages no lock would hold.
installer() {
    if command -v uv >/dev/null; then
        uv pip install $quiet --python "$root/.venv" --no-deps --no-build-isolation "$@" >&2
    else
        "$(bin_dir)/python" -m pip install $quiet --disable-pip-version-check --no-deps \
            --no-build-isolation --use-pep517 "$@" >&2
    fi
}

what_run() { cat "$root/requirements-build.lock" "$root/requirements.lock" && echo "$root"; }
what_test() { what_run && cat "$root/requirements-dev.lock"; }
what_project() { cat "$root/pyproject.toml" && echo "$root"; }

# stamped NAME: is what `what_NAME` prints what was installed?
stamped() { [ -x "$(bin_dir)/python" ] && "what_$1" | cmp -s - "$root/.venv/stamp/$1"; }

stamp() {
    mkdir -p "$root/.venv/stamp"
    "what_$1" >"$root/.venv/stamp/$1.new"
    mv "$root/.venv/stamp/$1.new" "$root/.venv/stamp/$1"
}

# environment run|test: have .venv hold what the lock names, and this project.
environment() {
    if ! stamped run && ! stamped test; then
        say "== making the Python environment"
        new_environment
    fi
    if ! stamped "$1"; then
        say "== installing the Python packages"
        local lock=requirements.lock
        [ "$1" = run ] || lock=requirements-dev.lock
        rm -f "$root/.venv/stamp/$1"
        installer --require-hashes -r "$root/requirements-build.lock" || failed
        installer --require-hashes -r "$root/$lock" || failed
        stamp run
        [ "$1" = run ] || stamp test
    fi
    if ! stamped project; then
        installer --editable "$root" || exit 2 # it has said why
        stamp project
    fi
}

failed() {
    say "The Python packages could not be installed. If there was no network, run this again with one."
    exit 2
}

# --- the models -----------------------------------------------------------------------------------------------------

what_models() { cat "$root/models/manifest.toml" && echo "${HOME-} ${XDG_DATA_HOME-} ${VOICE_ASSISTANT_MODELS-}"; }

# Are all files there that were there when the stamp was made? Anything beyond is for `models verify`.
models_there() {
    local file
    stamped models && [ -s "$root/.venv/stamp/model-files" ] || return 1
    while IFS= read -r file; do [ -s "$file" ] || return 1; done <"$root/.venv/stamp/model-files"
}

# Not fatal: typing needs no model, and what needs one says so.
models() {
    models_there && return 0
    say "== fetching the models"
    "$(bin_dir)/voice-assistant" models fetch >&2 || return 0
    "$(bin_dir)/python" -c 'from voice_assistant.models import load_models
from voice_assistant.models.locate import model_folder
for model in load_models():
    for file in model.files:
        print((model_folder(model) / file.path).as_posix())' | tr -d '\r' >"$root/.venv/stamp/model-files" && stamp models
}

# Compiles the trust pack ahead of the first question, if it is new or changed: what it is made of is in the stamp.
what_pack() {
    what_models && find "$root/intents" "$root/voice_assistant/matching" -type f \( -name '*.yaml' -o -name '*.py' \) \
        -exec cksum {} + 2>/dev/null # which is cut off where a difference is found early
}
pack() {
    stamped pack && return 0
    say "== getting the content ready"
    "$(bin_dir)/voice-assistant" pack compile >&2 && stamp pack
    return 0
}

# --- all of it ------------------------------------------------------------------------------------------------------

# complete run|test: is the environment as it should be?
complete() { stamped "$1" && stamped project; }

# set_up run|test: have the environment as it should be. Two of these at once take turns where the system can.
set_up() {
    trap 'exit 130' INT
    complete "$1" && return 0
    if command -v flock >/dev/null; then
        exec 9>"$root/.setup.lock"
        flock -n 9 || { say "waiting for another set-up in this folder" && flock 9; }
    fi
    complete "$1" || environment "$1"
    exec 9>&-
}
