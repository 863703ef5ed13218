namespace Conformance.Tests.Properties.Language;

/// <summary>Programs that together use every form of statement.</summary>
internal static class Samples
{
    /// <summary>Every statement of the eager dialect, in canonical text.</summary>
    public const string Eager = """
        program eager {
          let n = 0
          log "a \"quoted\" \\ text\n\u0000\u200b é 𝄞" 1 -2 "three" n now
          n += -1
          c = controller
          c2 = controller
          any-c = any-signal c c2
          l = listen any-c (reason) {
            log "listens" reason
          }
          l2 = listen c {
            abort c2 "reason"
          }
          s = sleep 10
          t = sleep 10 signal c
          x = async {
            sleep 5
            sleep 5 signal c
            yield
            compute 3
            defer {
              log "deferred" n
            }
            return 7
          }
          h = blocking {
            log "off the loop"
            compute 2
            n += 1
            throw "broken"
          }
          wk = worker {
            log "beside" n
            n += 1
            compute 1
            ms = on-message (m1) {
              post m1
              m2 = on-message {
                throw "over"
              }
            }
            post "up"
          }
          mh = on-message wk (m3) {
            log "message" m3
            post wk 7
          }
          mi = on-message wk {
            terminate wk
          }
          post wk x
          post wk "hello"
          terminate wk
          deferred d
          p = promise {
            log "executor"
            resolve p x
            m = microtask {
              reject d "no"
            }
          }
          r = then p (v) {
            log "then" v
            return x
          }
          r2 = then p {
            return
          }
          k = catch h (e) {
            log "caught" e
            throw "again"
          }
          q = echo 10
          k2 = catch k {
            log "caught again"
          }
          f = finally p {
            log "finally"
          }
          nt = next-tick {
            log "tick"
          }
          im = immediate {
            resolve d
          }
          tm = timer 10 {
            abort c
            clear im
            try {
              throw "caught"
            } catch thrown {
              log "thrown" thrown
            }
            throw "uncaught"
          }
          un = on-uncaught (error) {
            log "uncaught" error
          }
          un2 = on-uncaught {
            exit
          }
          bye = on-exit {
            log "bye"
          }
          await x
          w = await x
          try {
            all = try-join x p
            log "all" all
          } catch why {
            log "why" why
          }
          some = any x p
          first = race s x
          every = join x t h
          soon = timeout 4 s
          resolve d "late"
          return every
        }

        """;

    /// <summary>Every statement of the lazy dialect that the eager one has not, in canonical text.</summary>
    public const string Lazy = """
        program lazy {
          x = async {
            log "x"
            panic "broken"
          }
          h = spawn x
          i1 = interval 10 burst
          i2 = interval 10 delay
          i3 = interval 10 skip
          t0 = next i1
          advance 5
          in-place {
            log "held"
            compute 5
          }
          next i2
          sm = semaphore 0
          aq1 = acquire sm
          aq2 = acquire 2 sm
          release sm
          release 3 sm
          await aq2
          t1 = timeout 5 aq1
          nt = notify
          nd1 = notified nt
          nd2 = notified nt
          notify-one nt
          notify-waiters nt
          await nd1
          hn = spawn nd2
          ch = channel 2
          sd1 = send ch 5
          sd2 = send ch "five"
          await sd1
          hs = spawn sd2
          got = next ch
          drop ch
          dr = async {
            yield
          }
          b = blocking {
            d1 = block-on dr
            return 1
          }
          p = probe 2 wakes 0
          r = probe 0 wakes 1 cycles 200
          q = probe 1 wakes 1
          s = sleep 10
          y = async {
            wake p
          }
          sh = share y
          v = await sh
          w = await sh
          try {
            await &q
          } catch e {
            log "e" e
          }
          drop q
          set = join-set
          z = sleep 3
          m = spawn z in set
          abort m
          n1 = next set
          next set
          abort set
          drop set
          abort h
          abort b
          which = select p s
          let k = 0
          luck = select {
            log "evaluated" k
            k += 1
            g = async {
              return 1
            }
            branch g is 1 if k
            u = sleep 5
            branch u is "never"
            gh = probe 1 wakes 1
            branch gh if 0
          } else k
          pr = probe 0 wakes 1
          select-biased {
            branch pr
          }
          one = await h
          join b sh
          return which
        }

        """;
}
