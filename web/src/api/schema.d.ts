/** Made from openapi.json by `npm run api`; changes by hand are lost. */

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that verify ticket codes */
        get: operations["ticket_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes an account without a password
         * @description Every call makes a new one: an address grants nothing and opens nothing that exists.
         */
        post: operations["be_guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs in with address and password
         * @description Unknown addresses are answered as wrong passwords are, and as slowly.
         */
        post: operations["sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends the session everywhere
         * @description Its tokens and sockets are dead on every node within a second.
         */
        post: operations["sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mails a link that sets a new password
         * @description The same answer whether the address has an account or not.
         */
        post: operations["forgot_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a new password by a mailed link's token */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renews a session's tokens
         * @description Both are new afterwards. A refresh token that is used twice ends its whole session.
         */
        post: operations["refresh_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes an account with a password
         * @description Signs in, and mails a link that proves the address.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Proves an address by a mailed link's token
         * @description Ends earlier sessions, then merges what guests of that address bought.
         */
        post: operations["verify_address"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mails the link that proves the address again */
        post: operations["resend_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changed, as CloudEvents
         * @description Of each event in the order of its journal, without a gap, and at least once: a message that comes again has the id that it had. Over several events there is no order. Whoever asks for `text/event-stream` gets the same as Server-Sent Events, each with its type as its name; the last of those that are sent together has an `id`, which `Last-Event-ID` takes. A stream ends with the session, and after as long as an access token lives.
         */
        get: operations["list_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pays a hold
         * @description A declined payment gives the hold back, with at least a minute left; no order is listed then.
         */
        post: operations["check_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checkout/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What can be paid with
         * @description Without a payment provider `gateway` is null and `methods` empty: nothing is sold for money.
         */
        get: operations["payment_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checkout/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's orders, the newest first */
        get: operations["my_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checkout/orders/{order}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an order of the caller's */
        get: operations["my_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checkout/orders/{order}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was bought for a calendar */
        get: operations["order_calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checkout/orders/{order}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels a paid order
         * @description Its tickets are void and its places on sale again; what the event's policy gives back follows.
         */
        post: operations["cancel_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists and searches events */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an event, whole */
        get: operations["show_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The event for a calendar
         * @description Before the sale begins, with a reminder of it.
         */
        get: operations["event_calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An event's changes as Server-Sent Events
         * @description Each event's data is a `LiveMessage` and its name that message's `type`. First a `snapshot`, then `seats` as places change: apply one if its `from` isn't newer than the version that you know and its `version` is; pass it over if you know its `version`; fetch the state again if `from` is newer. A comment comes when nothing else does.
         */
        get: operations["stream_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's events, drafts among them */
        get: operations["list_own_events"];
        put?: never;
        /** Makes a draft of an event */
        post: operations["create_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/events/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows an event with its terms */
        get: operations["show_own_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a draft, or the terms of a sale
         * @description Holds keep the prices that they were made with.
         */
        patch: operations["change_event"];
        trace?: never;
    };
    "/api/v1/organizer/events/{event}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes places off sale */
        post: operations["block_places"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/events/{event}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels the event and refunds everybody
         * @description Orders are cancelled one after the other; `cancellation.done_at` says when that is done.
         */
        post: operations["cancel_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/events/{event}/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the event's orders, the newest first */
        get: operations["list_event_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/events/{event}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pauses the sale */
        post: operations["pause_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/events/{event}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publishes a draft */
        post: operations["publish_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/events/{event}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes on with the sale */
        post: operations["resume_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/events/{event}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the event sells */
        get: operations["event_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/events/{event}/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts places on sale again */
        post: operations["unblock_places"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/events/{event}/waiting-room": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the line is run */
        get: operations["show_waiting_room"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Runs the line otherwise, also while people wait
         * @description Lowering the limit revokes nothing. A draw stays as it was announced once people have come for it.
         */
        patch: operations["change_waiting_room"];
        trace?: never;
    };
    "/api/v1/organizer/events/{event}/waiting-room/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed, and by whom */
        get: operations["waiting_room_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/performers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's performers */
        get: operations["list_own_performers"];
        put?: never;
        /** Makes a performer */
        post: operations["create_performer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/performers/{performer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a performer */
        get: operations["show_own_performer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes a performer */
        patch: operations["change_performer"];
        trace?: never;
    };
    "/api/v1/organizer/venues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's venues */
        get: operations["list_own_venues"];
        put?: never;
        /** Makes a venue from a seating plan or from a list of sections */
        post: operations["create_venue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizer/venues/{venue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a venue with what its plan has */
        get: operations["show_own_venue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a venue
         * @description A new plan is for events made from then on; those that there are keep theirs.
         */
        patch: operations["change_venue"];
        trace?: never;
    };
    "/api/v1/organizer/venues/{venue}/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plan that new events take */
        get: operations["own_venue_map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/webhooks/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes what the payment provider tells
         * @description Signed over timestamp and body. Whatever the body is, it is read only once its signature is good.
         */
        post: operations["take_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/performers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists performers */
        get: operations["list_performers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/performers/{performer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a performer and what is to come */
        get: operations["show_performer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Does nothing
         * @description As everything else does it: what the machine can do at most is measured by it.
         */
        post: operations["ping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/{event}/draw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is known of a draw */
        get: operations["show_draw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/{event}/draw/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everybody who was drawn, hidden
         * @description 36 bytes each, at most 10,000 an answer: the arrival number, big-endian, and the hash of salt and account. They are the leaves of the tree whose root is published.
         */
        get: operations["draw_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/{event}/draw/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By what the caller finds themselves among the entries */
        get: operations["my_draw_entry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/{event}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gets in line
         * @description Joining again gives the same place: to its token always, to the same account from any device. Guests may wait: the token is the place, and the first account that presents it owns it. A page of another origin can't do it, and with a cookie none does whose origin isn't told.
         */
        post: operations["join_line"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/{event}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gets out of line
         * @description Frees the place, and ends its pass if it has one. Twice is as once.
         */
        post: operations["leave_line"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/{event}/serving": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The one shared number
         * @description It is the same for all, and may be kept for a second: whoever knows their position knows the rest.
         */
        get: operations["line_serving"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/{event}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the line moves */
        get: operations["line_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/{event}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where one stands
         * @description Whoever was called and asks while signed in has answered the call.
         */
        get: operations["line_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seats/reservation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's open holds */
        get: operations["my_holds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seats/reservation/{hold}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Extends a hold, once */
        post: operations["extend_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seats/{event}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many places are free, by section */
        get: operations["availability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seats/{event}/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The seating plan
         * @description It never changes, so it may be kept for ever. Places are numbered in the order in which they stand here.
         */
        get: operations["seat_map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seats/{event}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a hold back
         * @description Twice is as once.
         */
        post: operations["release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seats/{event}/reserve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Holds places: all or nothing */
        post: operations["reserve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seats/{event}/sections/{section}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The seats of a section, each with its state
         * @description Who is signed in sees which of the held ones are theirs; that answer has no `ETag`.
         */
        get: operations["section_seats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seats/{event}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The state of every place, two bits each
         * @description Little-endian: u64 version, u32 count of places, then two bits a place in the map's order, lowest bits first: 0 available, 1 held, 2 sold, 3 blocked.
         */
        get: operations["seat_state"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seats/{event}/tiers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which tier sells which places
         * @description It never changes; prices are the tiers'.
         */
        get: operations["seat_tiers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's tickets, the newest first */
        get: operations["my_tickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a ticket of the caller's */
        get: operations["my_ticket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/qr.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ticket's code as a picture */
        get: operations["ticket_code"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/venues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists venues */
        get: operations["list_venues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/venues/{venue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a venue */
        get: operations["show_venue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/venues/{venue}/sections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a venue's sections */
        get: operations["list_sections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A socket for all that a page wants to hear
         * @description Messages are JSON texts: the client's are `LiveRequest`s, the server's are `LiveMessage`s. A cookie counts for pages of allowed origins; others send `auth` first, or hear of public things alone. A socket watches at most 16 events.
         */
        get: operations["open_socket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page for people */
        get: operations["docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page's style and scripts */
        get: operations["docs_part"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the node is alive */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counters and gauges for Prometheus
         * @description Not here but on an address of their own where the settings name one.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether what the node needs is there */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            email: string;
            id: components["schemas"]["AccountId"];
            name: string;
            role: components["schemas"]["Role"];
            /** @description Whether the address was proven by a mailed link. */
            verified: boolean;
        };
        AccountId: string;
        Alive: {
            /** @enum {string} */
            status: "alive";
        };
        /** @description How many places are what, by section. */
        Availability: {
            sections: components["schemas"]["SectionAvailability"][];
            version: components["schemas"]["Version"];
        };
        BestAvailable: {
            /**
             * Format: int64
             * @description Of one place with its fee, in minor units.
             */
            max_price?: number | null;
            /** Format: int64 */
            quantity: number;
            section?: components["schemas"]["SectionId"] | null;
            tier?: components["schemas"]["TierId"] | null;
            /** @description Whether side by side or not at all, which is so unless it is said otherwise. */
            together?: boolean | null;
        };
        Cancellation: {
            /** @description Null: not every order is cancelled yet. */
            done_at: components["schemas"]["Time"] | null;
            requested_at: components["schemas"]["Time"];
        };
        /** @enum {string} */
        Category: "concert" | "sport" | "theatre" | "comedy" | "conference" | "film";
        /** @description A CloudEvent. `docs/events` says what each type is, and what its data. */
        Change: {
            data: {
                [key: string]: unknown;
            };
            datacontenttype: string;
            dataschema: string;
            /** @description The same whenever the same is told again. */
            id: string;
            journalversion: components["schemas"]["Version"];
            partitionkey: components["schemas"]["EventId"];
            /** @description Where the event is. */
            source: string;
            specversion: string;
            subject: components["schemas"]["EventId"];
            /** @description When it was committed. */
            time: components["schemas"]["Time"];
            /** @description Its last part is the version of the data's schema. */
            type: string;
        };
        /** @description A page of messages. */
        ChangesPage: {
            items: components["schemas"]["Change"][];
            /** @description Where to go on. There is always one: what isn't there yet comes after it. */
            next_after: string;
        };
        CheckoutRequest: {
            hold_id: components["schemas"]["HoldId"];
            payment: components["schemas"]["Payment"];
            /** @description Where the provider's page sends the buyer afterwards: a path, or an address on this server. */
            return_url?: string | null;
        };
        Circle: {
            /** Format: float */
            radius: number;
        };
        /** @description What is drawn besides the seats: a stage, a wall, a word. The form is under the name of its `shape`. */
        Decoration: {
            border_color: string | null;
            circle?: components["schemas"]["Circle"];
            color: string | null;
            ellipse?: components["schemas"]["Ellipse"];
            polygon?: components["schemas"]["Polygon"];
            position: components["schemas"]["Point"];
            rectangle?: components["schemas"]["Rectangle"];
            /**
             * Format: float
             * @description In degrees.
             */
            rotation: number;
            /** @enum {string} */
            shape: "polygon" | "rectangle" | "ellipse" | "circle" | "text";
            text: components["schemas"]["PlanText"] | null;
        };
        /** @description An event that isn't published yet. */
        Draft: {
            category: components["schemas"]["Category"];
            created_at: components["schemas"]["Time"];
            currency: string | null;
            description: string;
            doors_at: components["schemas"]["Time"] | null;
            /** Format: int64 */
            extension_s: number;
            /** @description What keeps it from being published. */
            faults: components["schemas"]["Fault"][];
            /** Format: int64 */
            hold_s: number;
            id: components["schemas"]["EventId"];
            /** Format: int64 */
            max_open_holds: number;
            /** Format: int64 */
            max_tickets_per_buyer: number;
            /** Format: int64 */
            max_tickets_per_order: number;
            name: string;
            off_sale_at: components["schemas"]["Time"] | null;
            on_sale_at: components["schemas"]["Time"] | null;
            /**
             * @description Whether a choice may leave a seat single.
             * @enum {string}
             */
            orphan_rule: "allowed" | "refused";
            /** Format: int64 */
            payment_s: number;
            performers: components["schemas"]["Performer"][];
            refunds: components["schemas"]["RefundPolicy"];
            starts_at: components["schemas"]["Time"] | null;
            /** @constant */
            status: "draft";
            tiers: components["schemas"]["DraftTier"][];
            venue: components["schemas"]["Venue"];
        };
        /** @description What drafts and sales have alike. */
        DraftSummary: {
            category: components["schemas"]["Category"];
            created_at: components["schemas"]["Time"];
            currency: string | null;
            doors_at: components["schemas"]["Time"] | null;
            /** Format: int64 */
            extension_s: number;
            /** Format: int64 */
            hold_s: number;
            id: components["schemas"]["EventId"];
            /** Format: int64 */
            max_open_holds: number;
            /** Format: int64 */
            max_tickets_per_buyer: number;
            /** Format: int64 */
            max_tickets_per_order: number;
            name: string;
            off_sale_at: components["schemas"]["Time"] | null;
            on_sale_at: components["schemas"]["Time"] | null;
            /** Format: int64 */
            payment_s: number;
            starts_at: components["schemas"]["Time"] | null;
            /** @constant */
            status: "draft";
            venue: components["schemas"]["Venue"];
        };
        /** @description What a tier of a draft sells: whole sections and categories by name, and seats. */
        DraftTier: {
            categories: string[];
            /** @description Null before there is a currency. */
            fee: components["schemas"]["Money"] | null;
            id: components["schemas"]["TierId"];
            name: string;
            /** @description Null before there is a currency. */
            price: components["schemas"]["Money"] | null;
            seats: components["schemas"]["SeatId"][];
            sections: string[];
        };
        /** @description Hashes and keys are hexadecimal. */
        Draw: {
            closed_at: components["schemas"]["Time"] | null;
            /** @description The hash of the key, published from the start. */
            commitment: string;
            /**
             * Format: int64
             * @description Arrivals 1 to this one are drawn; known once nobody can come for it any more.
             */
            count: number | null;
            drawn_at: components["schemas"]["Time"] | null;
            /** @description Once it was drawn. */
            key: string | null;
            public_input: string | null;
            /** @description Where the public randomness comes from, named beforehand; null: there is none. */
            public_source: string | null;
            /** @description The root of the tree over all entries. */
            root: string | null;
        };
        /** @description By what one finds oneself among the entries. */
        DrawEntry: {
            account: components["schemas"]["AccountId"];
            /** Format: int64 */
            arrival: number;
            /**
             * Format: int64
             * @description Once it was drawn.
             */
            position: number | null;
            salt: string;
        };
        Ellipse: {
            /** Format: float */
            radius_x: number;
            /** Format: float */
            radius_y: number;
        };
        Event: {
            /** Format: int64 */
            available: number;
            category: components["schemas"]["Category"];
            currency: string;
            description: string;
            doors_at: components["schemas"]["Time"];
            /** @description Whether it has a waiting room. */
            high_demand: boolean;
            /**
             * Format: int64
             * @description How long a hold lasts, in seconds.
             */
            hold_s: number;
            id: components["schemas"]["EventId"];
            /** Format: int64 */
            max_open_holds: number;
            /** Format: int64 */
            max_tickets_per_buyer: number;
            /** Format: int64 */
            max_tickets_per_order: number;
            name: string;
            off_sale_at: components["schemas"]["Time"];
            on_sale_at: components["schemas"]["Time"];
            performers: components["schemas"]["Performer"][];
            price_range: components["schemas"]["PriceRange"];
            /** @description Until when a buyer may cancel; null: not at all. */
            refundable_until: components["schemas"]["Time"] | null;
            starts_at: components["schemas"]["Time"];
            status: components["schemas"]["EventStatus"];
            tiers: components["schemas"]["Tier"][];
            venue: components["schemas"]["Venue"];
            /** @description Null: there is none. */
            waiting_room: components["schemas"]["WaitingRoom"] | null;
        };
        EventId: string;
        EventRequest: {
            category?: components["schemas"]["Category"];
            currency?: string;
            description?: string;
            doors_at?: components["schemas"]["Time"];
            /** Format: int64 */
            extension_s?: number;
            /** Format: int64 */
            hold_s?: number;
            /** Format: int64 */
            max_open_holds?: number;
            /** Format: int64 */
            max_tickets_per_buyer?: number;
            /** Format: int64 */
            max_tickets_per_order?: number;
            name?: string;
            off_sale_at?: components["schemas"]["Time"];
            on_sale_at?: components["schemas"]["Time"];
            orphan_rule?: components["schemas"]["OrphanRule"];
            /** Format: int64 */
            payment_s?: number;
            performers?: components["schemas"]["PerformerId"][];
            refunds?: components["schemas"]["RefundsRequest"];
            starts_at?: components["schemas"]["Time"];
            tiers?: components["schemas"]["TierRequest"][];
            venue?: components["schemas"]["VenueId"];
        };
        /** @enum {string} */
        EventStatus: "scheduled" | "on_sale" | "sold_out" | "off_sale" | "cancelled";
        EventSummary: {
            /** Format: int64 */
            available: number;
            category: components["schemas"]["Category"];
            doors_at: components["schemas"]["Time"];
            /** @description Whether it has a waiting room. */
            high_demand: boolean;
            id: components["schemas"]["EventId"];
            name: string;
            off_sale_at: components["schemas"]["Time"];
            on_sale_at: components["schemas"]["Time"];
            performers: components["schemas"]["Performer"][];
            price_range: components["schemas"]["PriceRange"];
            starts_at: components["schemas"]["Time"];
            status: components["schemas"]["EventStatus"];
            venue: components["schemas"]["Venue"];
        };
        /** @description A page of a list. */
        EventSummaryPage: {
            items: components["schemas"]["EventSummary"][];
            /** @description Where the list goes on; null at its end. */
            next_cursor: string | null;
        };
        Fault: {
            field: string;
            message: string;
        };
        /** @enum {string} */
        FeesRefund: "returned" | "kept";
        FieldError: {
            field: string;
            message: string;
        };
        ForgotPasswordRequest: {
            email: string;
        };
        GuestRequest: {
            email: string;
            name: string;
        };
        /** @description Places kept for one account until a moment. */
        Hold: {
            event_id: components["schemas"]["EventId"];
            expires_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Left out where the answer may be a repeated one.
             */
            expires_in_s?: number;
            /** @description Whether it may be extended, which it may once. */
            extendable: boolean;
            fees: components["schemas"]["Money"];
            id: components["schemas"]["HoldId"];
            seats: components["schemas"]["Place"][];
            total: components["schemas"]["Money"];
        };
        HoldAnswer: {
            hold: components["schemas"]["Hold"];
        };
        HoldId: string;
        HoldsAnswer: {
            holds: components["schemas"]["Hold"][];
        };
        Key: {
            alg: string;
            crv: string;
            kid: string;
            kty: string;
            use: string;
            x: string;
        };
        /** @description Keys that verify (RFC 7517). */
        KeySet: {
            keys: components["schemas"]["Key"][];
        };
        /** @description What the server says. */
        LiveMessage: {
            event_id: components["schemas"]["EventId"];
            sections: [
                components["schemas"]["SectionId"],
                number
            ][];
            /** @constant */
            type: "snapshot";
            version: components["schemas"]["Version"];
        } | {
            changes: [
                number,
                number,
                number
            ][];
            event_id: components["schemas"]["EventId"];
            from: components["schemas"]["Version"];
            sections: [
                components["schemas"]["SectionId"],
                number
            ][];
            /** @constant */
            type: "seats";
            version: components["schemas"]["Version"];
        } | {
            event_id: components["schemas"]["EventId"];
            /** @constant */
            type: "sold_out";
            version: components["schemas"]["Version"];
        } | {
            event_id: components["schemas"]["EventId"];
            /** @constant */
            type: "resync";
        } | {
            event_id: components["schemas"]["EventId"];
            expires_at: components["schemas"]["Time"];
            /** Format: int64 */
            expires_in_s: number;
            hold_id: components["schemas"]["HoldId"];
            /** @constant */
            type: "hold_expiring";
        } | {
            event_id: components["schemas"]["EventId"];
            hold_id: components["schemas"]["HoldId"];
            /** @constant */
            type: "hold_expired";
        } | {
            event_id: components["schemas"]["EventId"];
            hold_id: components["schemas"]["HoldId"];
            order_id: components["schemas"]["OrderId"];
            /** @constant */
            type: "order_paid";
        } | {
            event_id: components["schemas"]["EventId"];
            /**
             * Format: int64
             * @description How many positions there are.
             */
            issued: number;
            paused: boolean;
            /** Format: int64 */
            rate_per_min: number;
            /**
             * Format: int64
             * @description Positions up to this one are called.
             */
            serving: number;
            /** @constant */
            type: "queue";
            updated_at: components["schemas"]["Time"];
        } | {
            /**
             * Format: int64
             * @description How many people are in front, those who left not counted.
             */
            ahead: number;
            /** @description Until when a call must be answered, by asking while signed in. */
            answer_by?: components["schemas"]["Time"] | null;
            /** @description Whether this one is. */
            called: boolean;
            /** @description By the pace that was measured; null where none is known. */
            estimated_wait_s?: components["schemas"]["Wait"] | null;
            event_id: components["schemas"]["EventId"];
            /** @description When people begin to be called; null: they are. */
            opens_at?: components["schemas"]["Time"] | null;
            outlook: components["schemas"]["Outlook"];
            /** @description What `X-Queue-Pass` takes; null until it is one's turn and known whose it is. */
            pass?: string | null;
            pass_expires_at?: components["schemas"]["Time"] | null;
            paused: boolean;
            /** Format: int64 */
            position: number;
            /** @description The place itself: whoever shows it first while signed in owns it. */
            queue_token: string;
            /**
             * Format: int64
             * @description How many places are free now.
             */
            remaining: number;
            /**
             * Format: int64
             * @description Positions up to this one are called.
             */
            serving: number;
            status: components["schemas"]["PlaceStatus"];
            /** @constant */
            type: "queue";
        } | {
            /**
             * Format: int64
             * @description How many people are in front, those who left not counted.
             */
            ahead: number;
            /** @description Until when a call must be answered, by asking while signed in. */
            answer_by?: components["schemas"]["Time"] | null;
            /** @description Whether this one is. */
            called: boolean;
            /** @description By the pace that was measured; null where none is known. */
            estimated_wait_s?: components["schemas"]["Wait"] | null;
            event_id: components["schemas"]["EventId"];
            /** @description When people begin to be called; null: they are. */
            opens_at?: components["schemas"]["Time"] | null;
            outlook: components["schemas"]["Outlook"];
            /** @description What `X-Queue-Pass` takes; null until it is one's turn and known whose it is. */
            pass?: string | null;
            pass_expires_at?: components["schemas"]["Time"] | null;
            paused: boolean;
            /** Format: int64 */
            position: number;
            /** @description The place itself: whoever shows it first while signed in owns it. */
            queue_token: string;
            /**
             * Format: int64
             * @description How many places are free now.
             */
            remaining: number;
            /**
             * Format: int64
             * @description Positions up to this one are called.
             */
            serving: number;
            status: components["schemas"]["PlaceStatus"];
            /** @constant */
            type: "admitted";
        } | {
            /** Format: int64 */
            after_ms: number;
            /** @constant */
            type: "reconnect";
        } | {
            /** @constant */
            type: "pong";
        } | {
            code: string;
            detail: string;
            /** @description The event that the message was about. */
            event_id?: string;
            /** @constant */
            type: "error";
        };
        /** @description A message as clients send it. */
        LiveRequest: {
            access_token: string;
            /** @constant */
            type: "auth";
        } | {
            after?: string | null;
            event_id: string;
            queue_token?: string | null;
            /** @constant */
            type: "join";
        } | {
            event_id?: string | null;
            /** @constant */
            type: "leave";
        } | {
            /** @constant */
            type: "ping";
        };
        LoginRequest: {
            email: string;
            password: string;
        };
        /** @description An amount in minor units of its currency (ISO 4217): cents of a dollar, paise of a rupee, whole yen. */
        Money: {
            /** Format: int64 */
            amount: number;
            currency: string;
        };
        NextAction: {
            /** @constant */
            type: "wait";
        } | {
            expires_at: components["schemas"]["Time"];
            /** @constant */
            type: "redirect";
            url: string;
        };
        /** @description Nothing, as a request and as an answer. */
        Nothing: Record<string, never>;
        Order: {
            created_at: components["schemas"]["Time"];
            event_id: components["schemas"]["EventId"];
            hold_id: components["schemas"]["HoldId"];
            id: components["schemas"]["OrderId"];
            lines: components["schemas"]["OrderLine"][];
            /** @description What the buyer has to do or wait for while the payment is pending. */
            next_action: components["schemas"]["NextAction"] | null;
            /** @description The last attempt to pay. */
            payment_id: components["schemas"]["PaymentId"];
            refunded: components["schemas"]["Money"];
            /** @enum {string} */
            status: "pending_payment" | "paid" | "cancelled" | "refunded" | "payment_failed" | "expired";
            /** @description None before the order is paid. */
            tickets: components["schemas"]["OrderTicket"][];
            total: components["schemas"]["Money"];
        };
        OrderId: string;
        /** @description A part of what is to be paid: a ticket with its place and tier, or a fee, a tax or a discount without. */
        OrderLine: {
            amount: components["schemas"]["Money"];
            /** @enum {string} */
            kind: "ticket" | "fee" | "tax" | "discount";
            seat?: components["schemas"]["Place"];
            tier?: components["schemas"]["TierId"];
        };
        /** @description A page of a list. */
        OrderPage: {
            items: components["schemas"]["Order"][];
            /** @description Where the list goes on; null at its end. */
            next_cursor: string | null;
        };
        OrderTicket: {
            id: components["schemas"]["TicketId"];
            seat: components["schemas"]["Place"];
            /** @enum {string} */
            status: "valid" | "void";
            tier: components["schemas"]["TierId"];
        };
        /** @enum {string} */
        OrphanRule: "allowed" | "refused";
        /**
         * @description Whether what is left will last until one's turn.
         * @enum {string}
         */
        Outlook: "likely" | "unlikely" | "unknown";
        OwnEvent: components["schemas"]["Draft"] | components["schemas"]["Sale"];
        /** @description An order as the event's organizer sees it. */
        OwnEventOrder: {
            buyer_id: components["schemas"]["AccountId"];
            created_at: components["schemas"]["Time"];
            event_id: components["schemas"]["EventId"];
            hold_id: components["schemas"]["HoldId"];
            id: components["schemas"]["OrderId"];
            lines: components["schemas"]["OrderLine"][];
            /** @description What the buyer has to do or wait for while the payment is pending. */
            next_action: components["schemas"]["NextAction"] | null;
            /** @description The last attempt to pay. */
            payment_id: components["schemas"]["PaymentId"];
            refunded: components["schemas"]["Money"];
            /** @enum {string} */
            status: "pending_payment" | "paid" | "cancelled" | "refunded" | "payment_failed" | "expired";
            /** @description None before the order is paid. */
            tickets: components["schemas"]["OrderTicket"][];
            total: components["schemas"]["Money"];
        };
        /** @description A page of a list. */
        OwnEventOrderPage: {
            items: components["schemas"]["OwnEventOrder"][];
            /** @description Where the list goes on; null at its end. */
            next_cursor: string | null;
        };
        /** @description What a list shows of it. */
        OwnEventSummary: components["schemas"]["DraftSummary"] | components["schemas"]["SaleSummary"];
        /** @description A page of a list. */
        OwnEventSummaryPage: {
            items: components["schemas"]["OwnEventSummary"][];
            /** @description Where the list goes on; null at its end. */
            next_cursor: string | null;
        };
        /** @description A venue with the plan that new events take. */
        OwnVenue: {
            address: string;
            /** Format: int64 */
            capacity: number;
            /** @description What tiers may be mapped to. */
            categories: components["schemas"]["VenueCategory"][];
            city: string;
            country: string;
            id: components["schemas"]["VenueId"];
            name: string;
            seat_map_id: components["schemas"]["SeatMapId"];
            sections: components["schemas"]["Section"][];
            /** @description A name of the IANA time zone database. */
            time_zone: string;
        };
        OwnWaitingRoom: {
            /** Format: int64 */
            admitted_active: number;
            /** @description Whether a line stands that formed by itself. */
            formed: boolean;
            /** Format: int64 */
            interval_s: number;
            /** Format: int64 */
            max_active: number;
            mode: components["schemas"]["WaitingRoomMode"];
            opens_at: components["schemas"]["Time"] | null;
            /** Format: int64 */
            pass_s: number;
            paused: boolean;
            public_source: string | null;
            /** Format: int64 */
            rate_per_min: number;
            /** Format: int64 */
            waiting: number;
            /** Format: int64 */
            window_s: number;
        };
        Payment: {
            card_number: string;
            cvc: string;
            /** Format: int32 */
            exp_month: number;
            /** Format: int32 */
            exp_year: number;
            /** @constant */
            method: "card";
        } | {
            /** @constant */
            method: "upi";
            vpa: string;
        } | {
            bank: string;
            /** @constant */
            method: "net_banking";
        };
        PaymentId: string;
        /** @enum {string} */
        PaymentMethodName: "card" | "upi" | "net_banking";
        /** @description What buyers can pay with. */
        PaymentOffer: {
            /** @description The payment provider; null where there is none, and so nothing is sold for money. */
            gateway: string | null;
            /** @description It moves no money and takes its test numbers only. */
            is_test: boolean;
            methods: components["schemas"]["PaymentMethodName"][];
        };
        Performer: {
            description: string;
            id: components["schemas"]["PerformerId"];
            name: string;
        };
        PerformerId: string;
        /** @description A page of a list. */
        PerformerPage: {
            items: components["schemas"]["Performer"][];
            /** @description Where the list goes on; null at its end. */
            next_cursor: string | null;
        };
        PerformerRequest: {
            description?: string;
            name?: string;
        };
        PerformerWithEvents: {
            description: string;
            /** @description What is to come, the soonest first. */
            events: components["schemas"]["UpcomingEvent"][];
            id: components["schemas"]["PerformerId"];
            name: string;
        };
        /** @description A place of an event: a numbered seat, or a place of a general-admission section, which has no id, row or number. */
        Place: {
            id: components["schemas"]["SeatId"] | null;
            number: string | null;
            price?: components["schemas"]["Money"];
            row: string | null;
            section: components["schemas"]["SectionId"];
            section_name: string;
            tier: components["schemas"]["TierId"];
            tier_name: string;
        };
        Place2: {
            /**
             * Format: int64
             * @description How many people are in front, those who left not counted.
             */
            ahead: number;
            /** @description Until when a call must be answered, by asking while signed in. */
            answer_by: components["schemas"]["Time"] | null;
            /** @description Whether this one is. */
            called: boolean;
            /** @description By the pace that was measured; null where none is known. */
            estimated_wait_s: components["schemas"]["Wait"] | null;
            /** @description When people begin to be called; null: they are. */
            opens_at: components["schemas"]["Time"] | null;
            outlook: components["schemas"]["Outlook"];
            /** @description What `X-Queue-Pass` takes; null until it is one's turn and known whose it is. */
            pass: string | null;
            pass_expires_at: components["schemas"]["Time"] | null;
            paused: boolean;
            /** Format: int64 */
            position: number;
            /** @description The place itself: whoever shows it first while signed in owns it. */
            queue_token: string;
            /**
             * Format: int64
             * @description How many places are free now.
             */
            remaining: number;
            /**
             * Format: int64
             * @description Positions up to this one are called.
             */
            serving: number;
            status: components["schemas"]["PlaceStatus"];
        };
        PlaceStatus: ("waiting" | "left") | "prequeue" | "admitted";
        PlacesAnswer: {
            /**
             * Format: int64
             * @description How many places of the event are blocked now.
             */
            blocked: number;
            event_id: components["schemas"]["EventId"];
            tiers: components["schemas"]["SaleTier"][];
            version: components["schemas"]["Version"];
        };
        /** @description One of three. */
        PlacesRequest: components["schemas"]["PlacesSeats"] | components["schemas"]["ReserveGeneral"] | components["schemas"]["PlacesSections"];
        /** @description Numbered seats. */
        PlacesSeats: {
            seats: components["schemas"]["SeatId"][];
        };
        /** @description Whole sections. */
        PlacesSections: {
            sections: components["schemas"]["SectionId"][];
        };
        /** @description A seating plan, which never changes: a venue that is rebuilt has another one. */
        Plan: {
            categories: components["schemas"]["PlanCategory"][];
            decorations: components["schemas"]["Decoration"][];
            /** @description What the audience looks at. */
            focus: components["schemas"]["Point"];
            /** Format: float */
            height: number;
            id: components["schemas"]["SeatMapId"];
            name: string;
            /** @description With rows and seats in unit order: the first seat of the first row is the section's first unit. */
            sections: components["schemas"]["PlanSection"][];
            /**
             * Format: int64
             * @description How many places there are in all.
             */
            units: number;
            /** Format: float */
            width: number;
        };
        PlanCategory: {
            color: string | null;
            name: string;
        };
        PlanPosition: {
            /** Format: float */
            x: number;
            /** Format: float */
            y: number;
        };
        PlanRow: {
            label: string;
            seats: components["schemas"]["PlanSeat"][];
        };
        PlanSeat: {
            accessible: boolean;
            /**
             * Format: int32
             * @description Its index in `categories`.
             */
            category: number;
            id: components["schemas"]["SeatId"];
            number: string;
            /** Format: float */
            x: number;
            /** Format: float */
            y: number;
        };
        PlanSection: {
            id: components["schemas"]["SectionId"];
            kind: components["schemas"]["SectionKind"];
            label_at: components["schemas"]["Point"];
            name: string;
            rows: components["schemas"]["PlanRow"][];
            units: components["schemas"]["Units"];
        };
        PlanSize: {
            /** Format: float */
            height: number;
            /** Format: float */
            width: number;
        };
        PlanText: {
            color: string | null;
            position: components["schemas"]["Point"];
            /** Format: float */
            size: number;
            text: string;
        };
        PlanZone: {
            /**
             * @description Decoration: polygons, rectangles, ellipses, circles, texts.
             * @default []
             */
            areas: {
                [key: string]: unknown;
            }[];
            name?: string;
            position: components["schemas"]["PlanPosition"];
            rows: components["schemas"]["PlanZoneRow"][];
        };
        PlanZoneCategory: {
            color?: string;
            name: string;
        };
        PlanZoneRow: {
            position?: components["schemas"]["PlanPosition"];
            /** @description `%s` is the number. */
            row_label?: string;
            row_number: string;
            seats: components["schemas"]["PlanZoneSeat"][];
        };
        PlanZoneSeat: {
            /** @description A name from `categories`. */
            category: string;
            position: components["schemas"]["PlanPosition"];
            /** @description Each once in the file. */
            seat_guid: string;
            seat_number: string;
        };
        Point: {
            /** Format: float */
            x: number;
            /** Format: float */
            y: number;
        };
        Polygon: {
            points: components["schemas"]["Point"][];
        };
        /** @description From the cheapest to the dearest tier, without fees. */
        PriceRange: {
            max: components["schemas"]["Money"];
            min: components["schemas"]["Money"];
        };
        /** @description What went wrong (RFC 9457). `code` never changes its meaning: it is what to branch on. */
        Problem: {
            /**
             * Format: int64
             * @description How many places are free.
             */
            available?: number;
            code: components["schemas"]["ProblemCode"];
            detail: string;
            /** @description What is wrong with the request, field by field. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: int64
             * @description How many faults there are in all, where not all are named.
             */
            errors_total?: number;
            /** @description Which limit was reached. */
            limit?: string;
            /**
             * Format: int64
             * @description How many it allows.
             */
            max?: number;
            on_sale_at?: components["schemas"]["Time"];
            order_id?: components["schemas"]["OrderId"];
            payment_id?: components["schemas"]["PaymentId"];
            /** @description Why a payment was declined. */
            reason?: string;
            /**
             * Format: int64
             * @description When it is worth trying again.
             */
            retry_after_s?: number;
            seats?: components["schemas"]["SeatId"][];
            single_seats?: components["schemas"]["SeatId"][];
            /** Format: int32 */
            status: number;
            taken_seats?: components["schemas"]["SeatId"][];
            title: string;
            type: string;
        };
        /** @enum {string} */
        ProblemCode: "malformed_json" | "bad_request" | "bad_signature" | "not_signed_in" | "bad_credentials" | "bad_token" | "token_reused" | "payment_declined" | "forbidden" | "forbidden_origin" | "pass_invalid" | "pass_not_yours" | "place_invalid" | "place_not_yours" | "verified_account_required" | "waiting_room_required" | "not_found" | "not_in_line" | "no_draw" | "method_not_allowed" | "body_too_slow" | "all_held" | "already_extended" | "changed_meanwhile" | "email_taken" | "guest_account" | "event_cancelled" | "fixed_once_published" | "hold_completed" | "hold_in_checkout" | "hold_limit" | "none_together" | "draw_under_way" | "line_full" | "line_not_empty" | "no_input_awaited" | "no_waiting_room" | "not_cancellable" | "not_enough_left" | "not_published" | "not_ready" | "not_on_sale" | "paid_too_late" | "request_in_progress" | "seats_taken" | "signed_in_already" | "sold_out" | "too_many_joins" | "too_many_attempts" | "link_expired" | "pass_expired" | "place_expired" | "hold_expired" | "body_too_large" | "unsupported_media_type" | "idempotency_key_invalid" | "idempotency_key_reused" | "invalid" | "no_match" | "password_required" | "payment_mismatch" | "single_seat_left" | "rate_limited" | "internal" | "busy" | "unavailable";
        Readiness: {
            /** @description What is used, each with `ready` or why it is away. */
            dependencies: {
                [key: string]: string;
            };
            /**
             * @description `degraded`: all that is needed is there, and something is away that the server does without.
             * @enum {string}
             */
            status: "ready" | "degraded" | "not_ready";
        };
        Rectangle: {
            /** Format: float */
            height: number;
            /** Format: float */
            width: number;
        };
        RefreshRequest: {
            /** @description A page leaves it out: its cookie has it. */
            refresh_token?: string | null;
        };
        RefundPolicy: {
            /** @enum {string} */
            fees: "returned" | "kept";
            /** @description Until when a buyer may cancel; null: not at all. */
            until: components["schemas"]["Time"] | null;
        };
        RefundsRequest: {
            fees?: components["schemas"]["FeesRefund"];
            /** @description `null`: a buyer can't cancel. */
            until?: components["schemas"]["Time"] | null;
        };
        RefundsSum: {
            /**
             * Format: int64
             * @description How many are owed money back, or got it.
             */
            orders: number;
            owed: components["schemas"]["Money"];
            paid_back: components["schemas"]["Money"];
        };
        RegisterRequest: {
            email: string;
            name: string;
            password: string;
        };
        ReleaseRequest: {
            hold_id: components["schemas"]["HoldId"];
        };
        /** @description The best that is free. */
        ReserveBest: {
            best_available: components["schemas"]["BestAvailable"];
        };
        /** @description Places of a general-admission section. */
        ReserveGeneral: {
            /** Format: int64 */
            quantity: number;
            section: components["schemas"]["SectionId"];
        };
        /** @description One of three. */
        ReserveRequest: components["schemas"]["ReserveSeats"] | components["schemas"]["ReserveGeneral"] | components["schemas"]["ReserveBest"];
        /** @description Numbered seats. */
        ReserveSeats: {
            seats: components["schemas"]["SeatId"][];
        };
        ResetPasswordRequest: {
            password: string;
            token: string;
        };
        Revenue: {
            gross: components["schemas"]["Money"];
            /** @description Without what goes back. */
            net: components["schemas"]["Money"];
        };
        /** @enum {string} */
        Role: "buyer" | "scanner" | "organizer" | "admin";
        /** @description An event that is published, with its terms. */
        Sale: {
            /** @description Null: it isn't cancelled. */
            cancellation: components["schemas"]["Cancellation"] | null;
            category: components["schemas"]["Category"];
            created_at: components["schemas"]["Time"];
            currency: string;
            description: string;
            doors_at: components["schemas"]["Time"];
            /** Format: int64 */
            extension_s: number;
            /** Format: int64 */
            hold_s: number;
            id: components["schemas"]["EventId"];
            /** Format: int64 */
            max_open_holds: number;
            /** Format: int64 */
            max_tickets_per_buyer: number;
            /** Format: int64 */
            max_tickets_per_order: number;
            name: string;
            off_sale_at: components["schemas"]["Time"];
            on_sale_at: components["schemas"]["Time"];
            /**
             * @description Whether a choice may leave a seat single.
             * @enum {string}
             */
            orphan_rule: "allowed" | "refused";
            paused: boolean;
            /** Format: int64 */
            payment_s: number;
            performers: components["schemas"]["Performer"][];
            refunds: components["schemas"]["RefundPolicy"];
            starts_at: components["schemas"]["Time"];
            status: components["schemas"]["EventStatus"];
            tiers: components["schemas"]["SaleTier"][];
            venue: components["schemas"]["Venue"];
            version: components["schemas"]["Version"];
        };
        /** @description What drafts and sales have alike. */
        SaleSummary: {
            /** @description Null: it isn't cancelled. */
            cancellation: components["schemas"]["Cancellation"] | null;
            category: components["schemas"]["Category"];
            created_at: components["schemas"]["Time"];
            currency: string;
            doors_at: components["schemas"]["Time"];
            /** Format: int64 */
            extension_s: number;
            /** Format: int64 */
            hold_s: number;
            id: components["schemas"]["EventId"];
            /** Format: int64 */
            max_open_holds: number;
            /** Format: int64 */
            max_tickets_per_buyer: number;
            /** Format: int64 */
            max_tickets_per_order: number;
            name: string;
            off_sale_at: components["schemas"]["Time"];
            on_sale_at: components["schemas"]["Time"];
            paused: boolean;
            /** Format: int64 */
            payment_s: number;
            starts_at: components["schemas"]["Time"];
            status: components["schemas"]["EventStatus"];
            venue: components["schemas"]["Venue"];
            version: components["schemas"]["Version"];
        };
        /** @description `available + held + sold = capacity`; `blocked` places are outside it. */
        SaleTier: {
            /** Format: int64 */
            available: number;
            /** Format: int64 */
            blocked: number;
            /** Format: int64 */
            capacity: number;
            fee: components["schemas"]["Money"];
            /** Format: int64 */
            held: number;
            id: components["schemas"]["TierId"];
            name: string;
            price: components["schemas"]["Money"];
            /** Format: int64 */
            sold: number;
        };
        Seat: {
            accessible: boolean;
            id: components["schemas"]["SeatId"];
            number: string;
            price: components["schemas"]["Money"] | null;
            row: string;
            /**
             * @description `yours`: held by the caller.
             * @enum {string}
             */
            status: "available" | "held" | "sold" | "blocked" | "yours";
            tier: components["schemas"]["TierId"] | null;
            /** Format: float */
            x: number;
            /** Format: float */
            y: number;
        };
        SeatId: string;
        SeatMapId: string;
        /** @description Which tier sells which places. */
        SeatTiers: {
            tiers: components["schemas"]["TierId"][];
            /** @description Runs of places in the map's order, each with its first place, how many, and its tier's index in `tiers`; null is not for sale. */
            units: [
                number,
                number,
                number | null
            ][];
        };
        /** @description A seating plan in pretix's JSON. Positions add up: zone, row, seat. */
        SeatingPlan: {
            categories: components["schemas"]["PlanZoneCategory"][];
            name: string;
            size?: components["schemas"]["PlanSize"];
            zones: components["schemas"]["PlanZone"][];
        };
        Section: {
            /** Format: int64 */
            capacity: number;
            id: components["schemas"]["SectionId"];
            kind: components["schemas"]["SectionKind"];
            name: string;
            /** @description None in general admission. */
            rows: components["schemas"]["SectionRow"][];
        };
        /** @description `available + held + sold = capacity`: blocked places are outside it. */
        SectionAvailability: {
            /** Format: int64 */
            available: number;
            /** Format: int64 */
            capacity: number;
            /** Format: int64 */
            held: number;
            id: components["schemas"]["SectionId"];
            kind: components["schemas"]["SectionKind"];
            name: string;
            /** @description Null if the section has several tiers, or none. */
            price: components["schemas"]["Money"] | null;
            price_range: components["schemas"]["PriceRange"] | null;
            /** Format: int64 */
            sold: number;
            /** @description Null if the section has several tiers, or none. */
            tier: components["schemas"]["TierId"] | null;
        };
        SectionId: string;
        /** @enum {string} */
        SectionKind: "reserved" | "general_admission";
        /** @description A page of a list. */
        SectionPage: {
            items: components["schemas"]["Section"][];
            /** @description Where the list goes on; null at its end. */
            next_cursor: string | null;
        };
        SectionRequest: {
            /** Format: int64 */
            capacity?: number | null;
            /** @description What its tier may be mapped to; its name if it isn't said. */
            category?: string | null;
            kind: components["schemas"]["SectionKind"];
            name: string;
            /** Format: int64 */
            rows?: number | null;
            /** Format: int64 */
            seats_per_row?: number | null;
        };
        SectionRow: {
            label: string;
            /**
             * Format: int64
             * @description How many.
             */
            seats: number;
        };
        SectionSeats: {
            /** @description None in general admission. */
            seats: components["schemas"]["Seat"][];
            version: components["schemas"]["Version"];
        };
        /** @description The one number for all. */
        Serving: {
            /**
             * Format: int64
             * @description How many positions there are.
             */
            issued: number;
            paused: boolean;
            /** Format: int64 */
            rate_per_min: number;
            /**
             * Format: int64
             * @description Positions up to this one are called.
             */
            serving: number;
            updated_at: components["schemas"]["Time"];
        };
        Session: {
            access_token: string;
            /**
             * Format: int64
             * @description For how many seconds the access token is good.
             */
            expires_in: number;
            refresh_token: string;
            user: components["schemas"]["Account"];
        };
        Stats: {
            cancellation: components["schemas"]["Cancellation"] | null;
            event_id: components["schemas"]["EventId"];
            /**
             * Format: int64
             * @description Orders that were paid, also those cancelled since.
             */
            orders: number;
            refunds: components["schemas"]["RefundsSum"];
            revenue: components["schemas"]["Revenue"];
            status: components["schemas"]["EventStatus"];
            /** Format: int64 */
            tickets: number;
            tiers: components["schemas"]["SaleTier"][];
            version: components["schemas"]["Version"];
        };
        Ticket: {
            /** @description What the QR code shows. */
            code: string;
            event_id: components["schemas"]["EventId"];
            id: components["schemas"]["TicketId"];
            issued_at: components["schemas"]["Time"];
            order_id: components["schemas"]["OrderId"];
            seat: components["schemas"]["Place"];
            /** @enum {string} */
            status: "valid" | "void";
            tier: components["schemas"]["TierId"];
        };
        TicketId: string;
        /** @description A page of a list. */
        TicketPage: {
            items: components["schemas"]["Ticket"][];
            /** @description Where the list goes on; null at its end. */
            next_cursor: string | null;
        };
        /** @description A price level. */
        Tier: {
            /** Format: int64 */
            available: number;
            /** Format: int64 */
            capacity: number;
            /** @description On top of the price, for each ticket. */
            fee: components["schemas"]["Money"];
            id: components["schemas"]["TierId"];
            name: string;
            price: components["schemas"]["Money"];
        };
        TierId: string;
        /** @description Prices are minor units of the event's currency. */
        TierRequest: {
            categories?: string[];
            /** Format: int64 */
            fee?: number;
            id?: components["schemas"]["TierId"];
            name?: string;
            /** Format: int64 */
            price?: number;
            seats?: components["schemas"]["SeatId"][];
            sections?: string[];
        };
        /**
         * Format: date-time
         * @description RFC 3339, in UTC.
         */
        Time: string;
        /** @description A run of places in unit order. */
        Units: {
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            first: number;
        };
        UpcomingEvent: {
            id: components["schemas"]["EventId"];
            name: string;
            starts_at: components["schemas"]["Time"];
            venue: components["schemas"]["Venue"];
        };
        Venue: {
            address: string;
            city: string;
            country: string;
            id: components["schemas"]["VenueId"];
            name: string;
            /** @description A name of the IANA time zone database. */
            time_zone: string;
        };
        VenueCategory: {
            name: string;
            /** Format: int64 */
            places: number;
        };
        VenueId: string;
        /** @description A page of a list. */
        VenuePage: {
            items: components["schemas"]["Venue"][];
            /** @description Where the list goes on; null at its end. */
            next_cursor: string | null;
        };
        /** @description A venue: its plan is a seating plan or a list of sections, not both. */
        VenueRequest: {
            address?: string;
            city?: string;
            /** @description Two letters (ISO 3166). */
            country?: string;
            name?: string;
            plan?: components["schemas"]["SeatingPlan"];
            sections?: components["schemas"]["SectionRequest"][];
            /** @description A name of the IANA time zone database. */
            time_zone?: string;
        };
        VerifyRequest: {
            /** @description A new password, where one was set before the address was proven. */
            password?: string | null;
            token: string;
        };
        /** @description The version of an event's inventory, `epoch.version`: a bigger version of the same epoch is newer. */
        Version: string;
        /** @description From the least to the most that it is expected to take, in seconds. */
        Wait: {
            /** Format: int64 */
            high: number;
            /** Format: int64 */
            low: number;
        };
        /** @description A line as an event shows it. */
        WaitingRoom: {
            /**
             * Format: int64
             * @description How many positions there are.
             */
            issued: number;
            mode: components["schemas"]["WaitingRoomMode"];
            opens_at: components["schemas"]["Time"] | null;
            paused: boolean;
            /** Format: int64 */
            rate_per_min: number;
            /**
             * Format: int64
             * @description Positions up to this one are called.
             */
            serving: number;
            updated_at: components["schemas"]["Time"];
            /** Format: int64 */
            waiting: number;
        };
        WaitingRoomHistoryItem: {
            at: components["schemas"]["Time"];
            /** @description Null: it happened by itself. */
            by: components["schemas"]["AccountId"] | null;
            /** @description As they were from then on. */
            settings: components["schemas"]["WaitingRoomSettings"];
            what: components["schemas"]["WaitingRoomStep"];
        };
        /** @description A page of a list. */
        WaitingRoomHistoryItemPage: {
            items: components["schemas"]["WaitingRoomHistoryItem"][];
            /** @description Where the list goes on; null at its end. */
            next_cursor: string | null;
        };
        /** @enum {string} */
        WaitingRoomMode: "off" | "always" | "auto" | "draw";
        WaitingRoomRequest: {
            /**
             * Format: int64
             * @description How often people are called.
             */
            interval_s?: number;
            /**
             * Format: int64
             * @description How many may shop at a time.
             */
            max_active?: number;
            mode?: components["schemas"]["WaitingRoomMode"];
            /** @description When people begin to be called, and when a draw is held; null: they are called. */
            opens_at?: components["schemas"]["Time"] | null;
            /**
             * Format: int64
             * @description How long a pass lasts.
             */
            pass_s?: number;
            paused?: boolean;
            /** @description The public randomness itself, once the draw is closed. */
            public_input?: string;
            /** @description Where a draw's public randomness will come from. */
            public_source?: string | null;
            /**
             * Format: int64
             * @description How many people are to come in each minute, if there is room for them.
             */
            rate_per_min?: number;
            /**
             * Format: int64
             * @description How long a call may go unanswered.
             */
            window_s?: number;
        };
        WaitingRoomSettings: {
            /** Format: int64 */
            interval_s: number;
            /** Format: int64 */
            max_active: number;
            mode: components["schemas"]["WaitingRoomMode"];
            opens_at: components["schemas"]["Time"] | null;
            /** Format: int64 */
            pass_s: number;
            paused: boolean;
            public_source: string | null;
            /** Format: int64 */
            rate_per_min: number;
            /** Format: int64 */
            window_s: number;
        };
        WaitingRoomStats: {
            /**
             * Format: int64
             * @description With a pass.
             */
            admitted_active: number;
            /** Format: int64 */
            admitted_total: number;
            /** Format: int64 */
            called_total: number;
            /** Format: int64 */
            called_unanswered: number;
            /** @description Of whoever is last in line. */
            estimated_wait_s: components["schemas"]["Wait"] | null;
            /**
             * Format: int64
             * @description Whose call lapsed.
             */
            expired_total: number;
            /** Format: int64 */
            issued: number;
            /** Format: int64 */
            left_total: number;
            /**
             * Format: double
             * @description Null: the line doesn't move.
             */
            measured_rate_per_min: number | null;
            /** Format: int64 */
            rate_per_min: number;
            /**
             * Format: int64
             * @description Called and here, until fewer shop.
             */
            ready: number;
            /** Format: int64 */
            serving: number;
            /**
             * Format: double
             * @description Of those called lately, how many came: from 0 to 1.
             */
            show_up_ratio: number;
            /**
             * Format: int64
             * @description In line and not called.
             */
            waiting: number;
        };
        /** @enum {string} */
        WaitingRoomStep: "configured" | "line_formed" | "line_dissolved" | "draw_closed" | "drawn";
        WebhookTaken: {
            received: boolean;
        };
    };
    responses: {
        /** @description - `body_too_large`: The body is over the limit. */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "body_too_large";
                };
            };
        };
        /** @description - `body_too_slow`: The body doesn't come. */
        BodyTooSlow: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "body_too_slow";
                };
            };
        };
        /** @description - `forbidden_origin`: This origin may not write with a cookie. */
        ForbiddenOrigin: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden_origin";
                };
            };
        };
        /** @description - `internal`: Something is wrong on our side. */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "internal";
                };
            };
        };
        /** @description - `invalid`: The request is well-formed but can't be meant. */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid";
                };
            };
        };
        /** @description - `forbidden`: This account's role doesn't allow it. */
        NotAnOrganizer: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden";
                };
            };
        };
        /** @description - `not_found`: No such thing, or not yours. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_found";
                };
            };
        };
        /**
         * @description - `not_signed_in`: Sign in first.
         *     - `bad_token`: The token isn't good, or not any more.
         */
        NotSignedIn: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_signed_in" | "bad_token";
                };
            };
        };
        /**
         * @description - `forbidden_origin`: This origin may not write with a cookie.
         *     - `forbidden`: This account's role doesn't allow it.
         */
        OrganizerWriteForbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden_origin" | "forbidden";
                };
            };
        };
        /** @description - `rate_limited`: Too many requests in too short a time. */
        RateLimited: {
            headers: {
                /** @description When it is worth trying again, in seconds. */
                "Retry-After": number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rate_limited";
                };
            };
        };
        /**
         * @description - `busy`: Too much to do just now.
         *     - `unavailable`: Something that is needed is away.
         */
        Unavailable: {
            headers: {
                /** @description When it is worth trying again, in seconds. */
                "Retry-After": number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "busy" | "unavailable";
                };
            };
        };
        /**
         * @description - `malformed_json`: The body isn't JSON.
         *     - `bad_request`: The request can't be read.
         */
        Unreadable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "malformed_json" | "bad_request";
                };
            };
        };
        /** @description - `unsupported_media_type`: The body must be application/json. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unsupported_media_type";
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ticket_keys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JWK set (RFC 7517). */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeySet"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    be_guest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "name": "Ada"
                 *     }
                 */
                "application/json": components["schemas"]["GuestRequest"];
            };
        };
        responses: {
            /** @description The session, also as cookies. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Unreadable"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "a long good password"
                 *     }
                 */
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description The session, also as cookies. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Unreadable"];
            /** @description - `bad_credentials`: Address or password are wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "bad_credentials";
                    };
                };
            };
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description It has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrigin"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    forgot_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["ForgotPasswordRequest"];
            };
        };
        responses: {
            /** @description It is mailed if there is such an account. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "a long good password",
                 *       "token": "…"
                 *     }
                 */
                "application/json": components["schemas"]["ResetPasswordRequest"];
            };
        };
        responses: {
            /** @description The session, also as cookies. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Unreadable"];
            408: components["responses"]["BodyTooSlow"];
            /** @description - `link_expired`: The link was used, is too old, or never was. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "link_expired";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    refresh_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description The session, also as cookies. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Unreadable"];
            /**
             * @description - `bad_token`: The token isn't good, or not any more.
             *     - `token_reused`: The refresh token was used before.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "bad_token" | "token_reused";
                    };
                };
            };
            403: components["responses"]["ForbiddenOrigin"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "name": "Ada",
                 *       "password": "a long good password"
                 *     }
                 */
                "application/json": components["schemas"]["RegisterRequest"];
            };
        };
        responses: {
            /** @description The session, also as cookies. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Unreadable"];
            408: components["responses"]["BodyTooSlow"];
            /** @description - `email_taken`: The address has an account. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "email_taken";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    verify_address: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyRequest"];
            };
        };
        responses: {
            /** @description The session, also as cookies. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Unreadable"];
            408: components["responses"]["BodyTooSlow"];
            /** @description - `link_expired`: The link was used, is too old, or never was. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "link_expired";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `password_required`: A new password is needed.
             *     - `invalid`: The request is well-formed but can't be meant.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "password_required" | "invalid";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    resend_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description It is mailed unless the address is proven. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrigin"];
            408: components["responses"]["BodyTooSlow"];
            /** @description - `guest_account`: A guest account has no address to prove. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "guest_account";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_changes: {
        parameters: {
            query?: {
                /** @description The `next_after` of the page before; from the beginning if it isn't said. */
                after?: string;
                /** @description Only this event's. */
                event?: components["schemas"]["EventId"];
                /** @description How many messages the page has at most; 20 if it isn't said. A stream has no pages. */
                limit?: number;
            };
            header?: {
                /** @description The last id that was heard on a stream; it comes before `after`. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages, or the stream, which doesn't end by itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangesPage"];
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    check_out: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckoutRequest"];
            };
        };
        responses: {
            /** @description The order, paid. */
            201: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The order, whose payment is pending: see its `next_action`. */
            202: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            /** @description - `payment_declined`: The payment was declined. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "payment_declined";
                    };
                };
            };
            403: components["responses"]["ForbiddenOrigin"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `hold_in_checkout`: A payment of the hold is under way.
             *     - `hold_completed`: The hold is paid.
             *     - `too_many_attempts`: The hold was tried to be paid too often.
             *     - `event_cancelled`: The event is cancelled.
             *     - `paid_too_late`: The places were gone when the money came; it goes back.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "hold_in_checkout" | "hold_completed" | "too_many_attempts" | "event_cancelled" | "paid_too_late" | "request_in_progress";
                    };
                };
            };
            /** @description - `hold_expired`: The hold has ended. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "hold_expired";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `payment_mismatch`: The payment doesn't match its order.
             *     - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "payment_mismatch" | "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    payment_methods: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider, and the methods that it takes. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentOffer"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    my_orders: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    my_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order. */
                order: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    order_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order. */
                order: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An iCalendar file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancel_order: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The order. */
                order: components["schemas"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description The order, cancelled. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrigin"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `not_cancellable`: The order can't be cancelled.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_cancellable" | "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_events: {
        parameters: {
            query?: {
                category?: components["schemas"]["Category"];
                city?: string;
                /** @description The `next_cursor` of the page before, in the same order. */
                cursor?: string;
                /** @description The first day, on the venue's calendar. */
                from?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
                /** @description In minor units: events that have a tier at most so dear. */
                max_price?: number;
                performer?: components["schemas"]["PerformerId"];
                /** @description Words of the event's, the performers' or the venue's name. */
                q?: string;
                /** @description By what; `-` descends. By start if it isn't said. */
                sort?: "starts_at" | "-starts_at" | "price" | "-price" | "name" | "-name" | "relevance" | "-relevance";
                status?: components["schemas"]["EventStatus"];
                /** @description The last day, on the venue's calendar. */
                to?: string;
                venue?: components["schemas"]["VenueId"];
            };
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventSummaryPage"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    show_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    event_calendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An iCalendar file. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    stream_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description The id of the last event that was heard: what came since is told, if it still can be. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream, which doesn't end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_own_events: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnEventSummaryPage"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "category": "concert",
                 *       "currency": "GBP",
                 *       "doors_at": "2030-05-01T18:30:00Z",
                 *       "name": "An Evening with the Band",
                 *       "off_sale_at": "2030-05-01T19:00:00Z",
                 *       "on_sale_at": "2030-01-01T09:00:00Z",
                 *       "refunds": {
                 *         "fees": "kept",
                 *         "until": "2030-04-01T00:00:00Z"
                 *       },
                 *       "starts_at": "2030-05-01T19:30:00Z",
                 *       "tiers": [
                 *         {
                 *           "categories": [
                 *             "Floor",
                 *             "Seated"
                 *           ],
                 *           "fee": 250,
                 *           "name": "Standard",
                 *           "price": 4500
                 *         }
                 *       ],
                 *       "venue": "ven_01k9zq5w7e8r2t4y6p3m5n7b9c"
                 *     }
                 */
                "application/json": components["schemas"]["EventRequest"] & Record<string, never>;
            };
        };
        responses: {
            /** @description The draft, with what keeps it from being published. */
            201: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnEvent"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            408: components["responses"]["BodyTooSlow"];
            /** @description - `request_in_progress`: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    show_own_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnEvent"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    change_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tiers": [
                 *         {
                 *           "id": "tier_01k9zq5w7e8r2t4y6p3m5n7b9c",
                 *           "price": 9900
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EventRequest"];
            };
        };
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnEvent"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `fixed_once_published`: This stays as it is from publishing on.
             *     - `not_enough_left`: Fewer places are free than wanted.
             *     - `seats_taken`: Some of the seats are taken.
             *     - `changed_meanwhile`: Somebody else changed it at the same time.
             *     - `event_cancelled`: The event is cancelled.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "fixed_once_published" | "not_enough_left" | "seats_taken" | "changed_meanwhile" | "event_cancelled" | "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    block_places: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlacesRequest"];
            };
        };
        responses: {
            /** @description What there is now. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacesAnswer"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `not_published`: The event is a draft.
             *     - `not_enough_left`: Fewer places are free than wanted.
             *     - `seats_taken`: Some of the seats are taken.
             *     - `changed_meanwhile`: Somebody else changed it at the same time.
             *     - `event_cancelled`: The event is cancelled.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_published" | "not_enough_left" | "seats_taken" | "changed_meanwhile" | "event_cancelled" | "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancel_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnEvent"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `not_enough_left`: Fewer places are free than wanted.
             *     - `seats_taken`: Some of the seats are taken.
             *     - `changed_meanwhile`: Somebody else changed it at the same time.
             *     - `event_cancelled`: The event is cancelled.
             *     - `not_published`: The event is a draft.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_enough_left" | "seats_taken" | "changed_meanwhile" | "event_cancelled" | "not_published" | "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_event_orders: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnEventOrderPage"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            404: components["responses"]["NotFound"];
            /** @description - `not_published`: The event is a draft. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_published";
                    };
                };
            };
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    pause_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnEvent"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `not_enough_left`: Fewer places are free than wanted.
             *     - `seats_taken`: Some of the seats are taken.
             *     - `changed_meanwhile`: Somebody else changed it at the same time.
             *     - `event_cancelled`: The event is cancelled.
             *     - `not_published`: The event is a draft.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_enough_left" | "seats_taken" | "changed_meanwhile" | "event_cancelled" | "not_published" | "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    publish_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnEvent"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `not_enough_left`: Fewer places are free than wanted.
             *     - `seats_taken`: Some of the seats are taken.
             *     - `changed_meanwhile`: Somebody else changed it at the same time.
             *     - `event_cancelled`: The event is cancelled.
             *     - `not_ready`: The draft can't be sold yet.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_enough_left" | "seats_taken" | "changed_meanwhile" | "event_cancelled" | "not_ready" | "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    resume_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnEvent"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `not_enough_left`: Fewer places are free than wanted.
             *     - `seats_taken`: Some of the seats are taken.
             *     - `changed_meanwhile`: Somebody else changed it at the same time.
             *     - `event_cancelled`: The event is cancelled.
             *     - `not_published`: The event is a draft.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_enough_left" | "seats_taken" | "changed_meanwhile" | "event_cancelled" | "not_published" | "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    event_stats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Places, orders and money. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            404: components["responses"]["NotFound"];
            /** @description - `not_published`: The event is a draft. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_published";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    unblock_places: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlacesRequest"];
            };
        };
        responses: {
            /** @description What there is now. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacesAnswer"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `not_published`: The event is a draft.
             *     - `not_enough_left`: Fewer places are free than wanted.
             *     - `seats_taken`: Some of the seats are taken.
             *     - `changed_meanwhile`: Somebody else changed it at the same time.
             *     - `event_cancelled`: The event is cancelled.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_published" | "not_enough_left" | "seats_taken" | "changed_meanwhile" | "event_cancelled" | "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    show_waiting_room: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its settings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnWaitingRoom"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    change_waiting_room: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "interval_s": 30,
                 *       "max_active": 50,
                 *       "mode": "always",
                 *       "rate_per_min": 100
                 *     }
                 */
                "application/json": components["schemas"]["WaitingRoomRequest"];
            };
        };
        responses: {
            /** @description Its settings. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnWaitingRoom"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `not_published`: The event is a draft.
             *     - `draw_under_way`: People have come for the draw as it was announced.
             *     - `line_not_empty`: A draw needs a line into which nobody has come yet.
             *     - `no_input_awaited`: No draw waits for public randomness.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_published" | "draw_under_way" | "line_not_empty" | "no_input_awaited" | "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    waiting_room_history: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of it, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingRoomHistoryItemPage"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_own_performers: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformerPage"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_performer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Four people and a drum.",
                 *       "name": "The Band"
                 *     }
                 */
                "application/json": components["schemas"]["PerformerRequest"] & Record<string, never>;
            };
        };
        responses: {
            /** @description The performer. */
            201: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Performer"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            408: components["responses"]["BodyTooSlow"];
            /** @description - `request_in_progress`: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    show_own_performer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The performer. */
                performer: components["schemas"]["PerformerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The performer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Performer"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    change_performer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The performer. */
                performer: components["schemas"]["PerformerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Four people and a drum.",
                 *       "name": "The Band"
                 *     }
                 */
                "application/json": components["schemas"]["PerformerRequest"];
            };
        };
        responses: {
            /** @description The performer. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Performer"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description - `request_in_progress`: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_own_venues: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VenuePage"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_venue: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "city": "London",
                 *       "name": "The Hall",
                 *       "sections": [
                 *         {
                 *           "capacity": 500,
                 *           "kind": "general_admission",
                 *           "name": "Floor"
                 *         },
                 *         {
                 *           "category": "Seated",
                 *           "kind": "reserved",
                 *           "name": "Balcony",
                 *           "rows": 10,
                 *           "seats_per_row": 20
                 *         }
                 *       ],
                 *       "time_zone": "Europe/London"
                 *     }
                 */
                "application/json": components["schemas"]["VenueRequest"] & Record<string, never>;
            };
        };
        responses: {
            /** @description The venue. */
            201: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnVenue"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            408: components["responses"]["BodyTooSlow"];
            /** @description - `request_in_progress`: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    show_own_venue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The venue. */
                venue: components["schemas"]["VenueId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The venue. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnVenue"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    change_venue: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The venue. */
                venue: components["schemas"]["VenueId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "The New Hall"
                 *     }
                 */
                "application/json": components["schemas"]["VenueRequest"];
            };
        };
        responses: {
            /** @description The venue. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnVenue"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["OrganizerWriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /** @description - `request_in_progress`: The same request is being carried out. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    own_venue_map: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The venue. */
                venue: components["schemas"]["VenueId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    take_webhook: {
        parameters: {
            query?: never;
            header: {
                /** @description `t=<seconds>,v1=<HMAC-SHA256, in hex>`. */
                "Admit-Signature": string;
            };
            path: {
                /** @description The name of the payment provider. */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is taken, also if it came before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTaken"];
                };
            };
            /**
             * @description - `bad_signature`: The webhook isn't from the provider, or is too old.
             *     - `bad_request`: The request can't be read.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "bad_signature" | "bad_request";
                    };
                };
            };
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            /** @description - `payment_mismatch`: The payment doesn't match its order. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "payment_mismatch";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_performers: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
            };
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformerPage"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    show_performer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The performer. */
                performer: components["schemas"]["PerformerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The performer. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformerWithEvents"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    ping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["Unreadable"];
            408: components["responses"]["BodyTooSlow"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    show_draw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each part as soon as it is settled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draw"];
                };
            };
            /**
             * @description - `no_draw`: Nobody is drawn in this line.
             *     - `not_found`: No such thing, or not yours.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_draw" | "not_found";
                    };
                };
            };
            /** @description - `no_waiting_room`: The event has no waiting room. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_waiting_room";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    draw_entries: {
        parameters: {
            query?: {
                /** @description The arrival after which to begin. */
                after?: number;
            };
            header?: never;
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries, in order of arrival. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /**
             * @description - `no_draw`: Nobody is drawn in this line.
             *     - `not_found`: No such thing, or not yours.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_draw" | "not_found";
                    };
                };
            };
            /** @description - `no_waiting_room`: The event has no waiting room. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_waiting_room";
                    };
                };
            };
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    my_draw_entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Arrival, salt and position. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawEntry"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            /**
             * @description - `no_draw`: Nobody is drawn in this line.
             *     - `not_in_line`: Nobody who stands in this line.
             *     - `not_found`: No such thing, or not yours.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_draw" | "not_in_line" | "not_found";
                    };
                };
            };
            /** @description - `no_waiting_room`: The event has no waiting room. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_waiting_room";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    join_line: {
        parameters: {
            query?: never;
            header?: {
                /** @description A place's `queue_token`. Without it the place's cookie counts, or the account. */
                "X-Queue-Token"?: string;
                /** @description Taken and not needed: whoever repeats this finds their place, or finds it freed. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description The place, and a cookie that is one too. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Place2"];
                };
            };
            400: components["responses"]["Unreadable"];
            /**
             * @description - `place_not_yours`: The place is another account's.
             *     - `verified_account_required`: Only accounts with a proved address are drawn.
             *     - `forbidden_origin`: This origin may not write with a cookie.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "place_not_yours" | "verified_account_required" | "forbidden_origin";
                    };
                };
            };
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `line_full`: Nobody else can get in line.
             *     - `no_waiting_room`: The event has no waiting room.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "line_full" | "no_waiting_room";
                    };
                };
            };
            /** @description - `place_expired`: The place is gone; its turn has passed. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "place_expired";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `invalid`: The request is well-formed but can't be meant.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_invalid" | "invalid";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    leave_line: {
        parameters: {
            query?: never;
            header?: {
                /** @description A place's `queue_token`. Without it the place's cookie counts, or the account. */
                "X-Queue-Token"?: string;
                /** @description Taken and not needed: whoever repeats this finds their place, or finds it freed. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description The place is free. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            /**
             * @description - `place_invalid`: That isn't a place in this line.
             *     - `place_not_yours`: The place is another account's.
             *     - `forbidden_origin`: This origin may not write with a cookie.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "place_invalid" | "place_not_yours" | "forbidden_origin";
                    };
                };
            };
            /**
             * @description - `not_in_line`: Nobody who stands in this line.
             *     - `not_found`: No such thing, or not yours.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_in_line" | "not_found";
                    };
                };
            };
            408: components["responses"]["BodyTooSlow"];
            /** @description - `no_waiting_room`: The event has no waiting room. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_waiting_room";
                    };
                };
            };
            /** @description - `place_expired`: The place is gone; its turn has passed. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "place_expired";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `invalid`: The request is well-formed but can't be meant.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_invalid" | "invalid";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    line_serving: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far has been called. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Serving"];
                };
            };
            404: components["responses"]["NotFound"];
            /** @description - `no_waiting_room`: The event has no waiting room. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_waiting_room";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    line_stats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingRoomStats"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAnOrganizer"];
            404: components["responses"]["NotFound"];
            /** @description - `no_waiting_room`: The event has no waiting room. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_waiting_room";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    line_status: {
        parameters: {
            query?: never;
            header?: {
                /** @description A place's `queue_token`. Without it the place's cookie counts, or the account. */
                "X-Queue-Token"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The place. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Place2"];
                };
            };
            /**
             * @description - `place_invalid`: That isn't a place in this line.
             *     - `place_not_yours`: The place is another account's.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "place_invalid" | "place_not_yours";
                    };
                };
            };
            /**
             * @description - `not_in_line`: Nobody who stands in this line.
             *     - `not_found`: No such thing, or not yours.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_in_line" | "not_found";
                    };
                };
            };
            /** @description - `no_waiting_room`: The event has no waiting room. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_waiting_room";
                    };
                };
            };
            /** @description - `place_expired`: The place is gone; its turn has passed. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "place_expired";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    my_holds: {
        parameters: {
            query?: {
                /** @description Only holds of this event. */
                event?: components["schemas"]["EventId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The holds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldsAnswer"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    extend_hold: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The hold. */
                hold: components["schemas"]["HoldId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description The hold with its new end. */
            200: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldAnswer"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrigin"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `already_extended`: A hold is extended once.
             *     - `hold_completed`: The hold is paid.
             *     - `hold_in_checkout`: A payment of the hold is under way.
             *     - `event_cancelled`: The event is cancelled.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "already_extended" | "hold_completed" | "hold_in_checkout" | "event_cancelled" | "request_in_progress";
                    };
                };
            };
            /** @description - `hold_expired`: The hold has ended. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "hold_expired";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    availability: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sections. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    seat_map: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    release: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "hold_id": "hld_01k9zq5w7e8r2t4y6p3m5n7b9c"
                 *     }
                 */
                "application/json": components["schemas"]["ReleaseRequest"];
            };
        };
        responses: {
            /** @description Its places are free. */
            204: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["ForbiddenOrigin"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `hold_completed`: The hold is paid.
             *     - `hold_in_checkout`: A payment of the hold is under way.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "hold_completed" | "hold_in_checkout" | "request_in_progress";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    reserve: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any 1 to 255 printable ASCII characters: with the same one, the same request is done once. Take a new one for each request, for keys of holds and orders are remembered event by event. */
                "Idempotency-Key"?: string;
                /** @description A pass of the event's waiting room; without it the account's own counts. */
                "X-Queue-Pass"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReserveRequest"];
            };
        };
        responses: {
            /** @description The hold. */
            201: {
                headers: {
                    /** @description `true` on the answer to a repeated request. */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldAnswer"];
                };
            };
            400: components["responses"]["Unreadable"];
            401: components["responses"]["NotSignedIn"];
            /**
             * @description - `waiting_room_required`: Get in line first: this event has a waiting room.
             *     - `pass_invalid`: That isn't a pass for this event.
             *     - `pass_not_yours`: The pass is another account's.
             *     - `forbidden_origin`: This origin may not write with a cookie.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "waiting_room_required" | "pass_invalid" | "pass_not_yours" | "forbidden_origin";
                    };
                };
            };
            404: components["responses"]["NotFound"];
            408: components["responses"]["BodyTooSlow"];
            /**
             * @description - `seats_taken`: Some of the seats are taken.
             *     - `none_together`: There are enough places, but not side by side.
             *     - `all_held`: Nothing is free now; some may come back.
             *     - `sold_out`: Everything is sold.
             *     - `not_enough_left`: Fewer places are free than wanted.
             *     - `not_on_sale`: The event isn't on sale now.
             *     - `hold_limit`: More than one buyer may have.
             *     - `event_cancelled`: The event is cancelled.
             *     - `request_in_progress`: The same request is being carried out.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "seats_taken" | "none_together" | "all_held" | "sold_out" | "not_enough_left" | "not_on_sale" | "hold_limit" | "event_cancelled" | "request_in_progress";
                    };
                };
            };
            /** @description - `pass_expired`: The pass has ended. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "pass_expired";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /**
             * @description - `no_match`: Nothing that the event sells is of that kind.
             *     - `single_seat_left`: The choice would leave a seat single.
             *     - `invalid`: The request is well-formed but can't be meant.
             *     - `idempotency_key_invalid`: The key must be 1 to 255 printable ASCII characters.
             *     - `idempotency_key_reused`: The key came before, with another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "no_match" | "single_seat_left" | "invalid" | "idempotency_key_invalid" | "idempotency_key_reused";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    section_seats: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
                /** @description The section. */
                section: components["schemas"]["SectionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The seats. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control"?: string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionSeats"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    seat_state: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The states. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    seat_tiers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The event. */
                event: components["schemas"]["EventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tiers, and the places of each. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeatTiers"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    my_tickets: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketPage"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    my_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ticket. */
                ticket: components["schemas"]["TicketId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    ticket_code: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ticket. */
                ticket: components["schemas"]["TicketId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A QR code, dark on light. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_venues: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
            };
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VenuePage"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    show_venue: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The venue. */
                venue: components["schemas"]["VenueId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The venue. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Venue"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_sections: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many items the page has at most; 20 if it isn't said. */
                limit?: number;
            };
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The venue. */
                venue: components["schemas"]["VenueId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them, in the plan's order. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionPage"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    open_socket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The socket is open. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description - `bad_request`: The request can't be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "bad_request";
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    docs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    docs_part: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The name of the part. */
                part: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The part. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/css": string;
                    "text/javascript": string;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In Prometheus' text format. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            404: components["responses"]["NotFound"];
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an answer that the caller has: 304 if it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI 3.1 document. */
            200: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    /** @description For how long it may be kept. */
                    "Cache-Control": string;
                    /** @description What to send as `If-None-Match` next time. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Not all of it. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
}
